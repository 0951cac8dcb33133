"""What changed, field by field, as people read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.choices import CHOICES
from gateway.words import field_label, label

HIDDEN = frozenset({"pairs", "sort_key", "initials", "tier_version"})
"""Fields that only serve searching."""


STATUSES = {
    "case_file": "case_status",
    "change_request": "change_request_status",
    "export": "export_status",
    "hand_over": "job_status",
    "import_batch": "import_status",
    "report": "report_status",
    "tier_policy": "policy_status",
    "view_request": "view_status",
}
"""Kind of record -> the choice that its status is one of, where it is not a customer's."""

KINDS = {"case_file": "case_kind", "transaction": "transaction_kind", "service_record": "record_kind"}
"""The same for its kind."""


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    title: str
    before: str
    after: str


def differences(kind: str, fields: Mapping[str, Any], people: Mapping[str, str]) -> list[Difference]:
    """The fields of a change that say something to people; ``people`` are the names of those whose ids stand there."""
    choices = {"status": STATUSES.get(kind, "status"), "kind": KINDS.get(kind, "kind")}
    return [
        Difference(field_label(name), *(_spoken(choices.get(name, name), value, people) for value in _pair(values)))
        for name, values in fields.items()
        if name not in HIDDEN
    ]


def _pair(values: Any) -> tuple[Any, Any]:
    return (values[0], values[1]) if isinstance(values, list) and len(values) == 2 else (None, values)


def _spoken(choice: str, value: Any, people: Mapping[str, str]) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return people.get(value) or (label(choice, value) if choice in CHOICES else value)
    return json.dumps(value, ensure_ascii=False)
