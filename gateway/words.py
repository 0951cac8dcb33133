"""The words for what the services say in codes: choices, fields, error messages, put together from every section."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import gettext, ngettext
from flask_babel.speaklater import LazyString

from contracts.customer import PURPOSE_CASE
from gateway import shared_words
from gateway.vocabulary import Words, merge


def declared() -> dict[str, Words]:
    """The words of every section that has any, and those that all share, by its name."""
    found = {"shared": shared_words.WORDS}
    for path in sorted((Path(__file__).parent / "pages").glob("*/words.py")):
        section = path.parent.name
        found[section] = import_module(f"gateway.pages.{section}.words").WORDS
    return found


WORDS = merge(declared())
CHOICES: Mapping[str, Mapping[str, LazyString]] = {
    choice: {str(value): word for value, word in words.items()} for choice, words in WORDS.choices.items()
}


def label(choice: str, value: object) -> str:
    """The word for one value of a choice; a value without a word is shown as it is."""
    if value in (None, ""):
        return "—"
    known = CHOICES[choice].get(str(value))
    return str(known) if known is not None else str(value)


def case_of(purpose: str) -> str:
    """The code of the case that a reading's purpose is; '' when it is another purpose."""
    return purpose.removeprefix(PURPOSE_CASE) if purpose.startswith(PURPOSE_CASE) else ""


def purpose_label(purpose: str) -> str:
    """The word for what somebody read a customer for."""
    case = case_of(purpose)
    return gettext("Case %(code)s in hand", code=case) if case else label("purpose", purpose)


def field_label(name: str) -> str:
    """The word for a field."""
    known = WORDS.fields.get(name)
    return str(known) if known is not None else name


def column_label(kind: str, column: str, value: str) -> str:
    """The word for what a record of this kind has in a column; the value itself where the column is no choice."""
    choice = WORDS.columns.get(kind, {}).get(column, column)
    return label(choice, value) if choice in CHOICES else value


def color(choice: str, value: object) -> str:
    """The colour of a badge; quiet for what has none."""
    return WORDS.colors.get(choice, {}).get(str(value), "secondary")


def sentence(code: str, detail: Mapping[str, Any] | None = None) -> str:
    """What a refusal means and what to do about it."""
    known = WORDS.error_messages.get(code)
    if known is None:
        return str(gettext("This was refused (%(code)s).", code=code))
    given = detail or {}
    if code == "too_many_attempts" and given.get("seconds"):
        return _please_wait(int(given["seconds"]))
    if code == "too_short" and (least := given.get("least") or 0) > 1:
        return str(gettext("This is too short: at least %(num)s characters are needed.", num=least))
    if code == "too_long" and (most := given.get("most")):
        return str(gettext("This is too long: at most %(num)s characters fit.", num=most))
    return str(known)


def _please_wait(seconds: int) -> str:
    if seconds < 60:
        said = ngettext(
            "Too many attempts. Please wait %(num)s second.", "Too many attempts. Please wait %(num)s seconds.", seconds
        )
        return str(said)
    minutes = -(-seconds // 60)
    said = ngettext(
        "Too many attempts. Please wait %(num)s minute.", "Too many attempts. Please wait %(num)s minutes.", minutes
    )
    return str(said)


def register_words(app: Flask) -> None:
    """Give templates the words for choices, fields and error messages."""
    app.add_template_global(label)
    app.add_template_global(purpose_label)
    app.add_template_global(field_label)
    app.add_template_global(color)
    app.add_template_global(sentence)
    app.jinja_env.globals["CHOICES"] = CHOICES
