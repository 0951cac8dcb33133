"""What changed, field by field, as people read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.words import column_label, field_label

HIDDEN = frozenset({"pairs", "sort_key", "initials", "tier_version"})
"""Fields that only serve searching."""


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    title: str
    before: str
    after: str


def differences(kind: str, fields: Mapping[str, Any], people: Mapping[str, str]) -> list[Difference]:
    """The fields of a change that say something to people; ``people`` are the names of those whose ids stand there."""
    return [
        Difference(field_label(name), *(_spoken(kind, name, value, people) for value in _pair(values)))
        for name, values in fields.items()
        if name not in HIDDEN
    ]


def _pair(values: Any) -> tuple[Any, Any]:
    return (values[0], values[1]) if isinstance(values, list) and len(values) == 2 else (None, values)


def _spoken(kind: str, column: str, value: Any, people: Mapping[str, str]) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return people.get(value) or column_label(kind, column, value)
    return json.dumps(value, ensure_ascii=False)
