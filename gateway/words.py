"""The words for what the services say in codes: choices, permissions, refusals, fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext, ngettext

from gateway.choices import CHOICES, COLORS
from gateway.fields import FIELDS
from gateway.refusals import REFUSALS


def label(choice: str, value: object) -> str:
    """The word for one value of a choice; a value without a word is shown as it is."""
    if value in (None, ""):
        return "—"
    known = CHOICES[choice].get(str(value))
    return str(known) if known is not None else str(value)


def field_label(name: str) -> str:
    """The word for a field."""
    known = FIELDS.get(name)
    return str(known) if known is not None else name


def color(choice: str, value: object) -> str:
    """The colour of a badge; quiet for what has none."""
    return COLORS.get(choice, {}).get(str(value), "secondary")


def sentence(code: str, detail: Mapping[str, Any] | None = None) -> str:
    """What a refusal means and what to do about it."""
    known = REFUSALS.get(code)
    if known is None:
        return str(gettext("This was refused (%(code)s).", code=code))
    seconds = int((detail or {}).get("seconds") or 0)
    if code == "too_many_attempts" and seconds:
        return _please_wait(seconds)
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
    app.add_template_global(label)
    app.add_template_global(field_label)
    app.add_template_global(color)
    app.add_template_global(sentence)
    app.jinja_env.globals["CHOICES"] = CHOICES
