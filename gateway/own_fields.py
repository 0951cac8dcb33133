"""The fields that the house has added to records: what they are called, and what they hold, in the person's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import auth, customer, feedback
from gateway.formats import day, money, number
from gateway.i18n import language
from gateway.lists import whole
from gateway.mechanism.form import Pairs

PREFIX, PERSONAL = "custom.", "personal."
"""What the name of such a field begins with in forms, addresses, complaints and the trail."""

YES_NO = (("true", _l("yes")), ("false", _l("no")))
SHOWN: Mapping[str, Callable[[Any], str]] = {"date": day, "money": money, "number": number}
ASKED: Mapping[str, Callable[[], Any]] = {
    "customer": customer.list_customer_fields,
    "case_file": feedback.list_case_fields,
}
"""Kind of record, as the trail names it -> the operation that names its fields."""

Fields = Sequence[Mapping[str, Any]]


class Said(NamedTuple):
    """A change of one such field, in words."""

    title: str
    before: str
    after: str


def known(kind: str) -> list[Any]:
    """All fields of a kind of record, asked for once a request."""
    kept: dict[str, list[Any]] = g.setdefault("own_fields", {})
    if kind not in kept:
        kept[kind] = list(ASKED[kind]()["fields"])
    return kept[kind]


def title_of(field: Mapping[str, Any]) -> str:
    """What it is called, in the person's language."""
    return str(field["title_zh"] if language() == "zh" else field["title_en"])


def pairs_of(field: Mapping[str, Any]) -> Pairs | None:
    """What it can hold, with the words; None where anything can be typed."""
    if field["type"] == "yes_no":
        return YES_NO
    if field["type"] == "person":
        return [(each["id"], each["name"]) for each in whole(auth.list_colleagues)]
    if field["type"] in ("choice", "choices"):
        return [(each["value"], each["zh" if language() == "zh" else "en"]) for each in field["choices"]]
    return None


def words_of(field: Mapping[str, Any], value: Any, pairs: Pairs | None = None) -> str:
    """A value as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return str(_(", ")).join(words_of(field, each, pairs) for each in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    words = dict(pairs if pairs is not None else pairs_of(field) or ())
    if text in words:
        return str(words[text])
    try:
        return SHOWN.get(field["type"], str)(text)
    except ValueError:  # a masked one is no day
        return text


def said_of(kind: str, name: str, before: Any, after: Any) -> Said | None:
    """A line of the trail about such a field; None for every other."""
    key = name.removeprefix(PREFIX).removeprefix(PERSONAL)
    if key == name or kind not in ASKED:
        return None
    field = next((each for each in known(kind) if each["key"] == key), None)
    if field is None:
        return None
    return Said(title_of(field), words_of(field, before), words_of(field, after))
