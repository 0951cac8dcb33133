"""What changed, field by field, as people read it: no name of the machine, no notation of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from gateway.formats import day, moment
from gateway.own_fields import said_of
from gateway.pages.staff import known
from gateway.words import CHOICES, column_label, field_label

HIDDEN = frozenset(
    {
        *("pairs", "sort_key", "initials", "tier_version", "path", "digest", "secret_hash", "hint", "headings"),
        *("figures", "snapshot", "import_id", "unit_id", "review_id", "assignee_is_lead", "encoding", "wanted"),
        *("author_name", "asker_name", "decided_by_name", "filed_by_name", "verified_by_name", "activated_by_name"),
        *("submitted_by_name", "fields", "done"),
    }
)
"""Fields that only serve searching or the work itself, and names that stand beside their ids."""

ROLES = frozenset({"roles"})
SCOPED = frozenset({"permissions", "reach"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*")


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    title: str
    before: str
    after: str


def differences(kind: str, fields: Mapping[str, Any], people: Mapping[str, str]) -> list[Difference]:
    """The fields of a change that say something to people; ``people`` are the names of those whose ids stand there."""
    return [_difference(kind, name, values, people) for name, values in fields.items() if name not in HIDDEN]


def _difference(kind: str, name: str, values: Any, people: Mapping[str, str]) -> Difference:
    before, after = _pair(values)
    if said := said_of(kind, name, before, after):
        return Difference(*said)
    return Difference(field_label(name), *(_spoken(kind, name, value, people) for value in (before, after)))


def _pair(values: Any) -> tuple[Any, Any]:
    return (values[0], values[1]) if isinstance(values, list) and len(values) == 2 else (None, values)


def _spoken(kind: str, column: str, value: Any, people: Mapping[str, str]) -> str:
    match value:
        case _ if value in (None, "", [], {}):
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case list() if column in ROLES:
            return known.roles_named([str(each) for each in value])
        case list():
            return str(_(", ")).join(_spoken(kind, column, each, people) for each in value)
        case dict():
            return "; ".join(_said_of(kind, column, *each, people) for each in value.items())
        case str():
            return people.get(value) or _text(kind, column, value)
    return str(value)


def _said_of(kind: str, column: str, name: str, value: Any, people: Mapping[str, str]) -> str:
    """An entry of a mapping: a heading and the field it means, a permission and its scope, a field and its value."""
    if column == "mapping":
        return f"{name} → {field_label(value) if value else '—'}"
    if column in SCOPED:
        return f"{column_label(kind, 'permission', name)}: {column_label(kind, 'scope', value)}"
    return f"{field_label(name)}: {_spoken(kind, name, value, people) or '—'}"


def _text(kind: str, column: str, value: str) -> str:
    if column in SCOPED:
        return column_label(kind, "scope", value)
    if column == "key":
        return field_label(value)
    spoken = column_label(kind, column, value)
    if spoken != value or column in CHOICES:
        return spoken
    if _MOMENT.fullmatch(value):
        return moment(value)
    return day(value) if _DAY.fullmatch(value) else value
