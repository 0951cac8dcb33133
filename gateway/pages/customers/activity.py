"""What a customer's trail says, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.words import column_label, field_label

HIDDEN_FIELDS = frozenset(
    {
        "sort_key",
        "initials",
        "pairs",
        "tier_version",
        "verified_by",
        "verified_by_name",
        "verified_at",
        "owner_id",
        "author_id",
        "author_name",
        "for_service",
        "handed_in_by",
        "handed_in_by_name",
        "import_id",
        "merged_into",
        "updated_at",
        "decided_by",
        "decided_by_name",
        "decided_at",
        "status",
    }
)
"""Fields that say nothing to a person, or say what the heading says already."""

BY_STATUS = {
    ("proposed", "active"): "approved",
    ("submitted", "active"): "approved",
    ("disabled", "active"): "enabled",
    ("submitted", "returned"): "returned",
}
ICONS = {
    "created": "plus",
    "imported": "file-import",
    "submitted": "send",
    "approved": "check",
    "returned": "arrow-back-up",
    "disabled": "ban",
    "enabled": "rotate",
    "handed_over": "arrows-exchange",
    "merged": "arrows-join",
    "separated": "arrows-split",
    "tier": "stairs-up",
    "taken": "hand-grab",
    "taken_back": "arrow-back-up",
    "refused": "x",
    "withdrawn": "arrow-back-up",
}


@dataclass(frozen=True)
class Line:
    """One field that changed."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeDescription:
    """What was done (a trail_action of words.py) to what (``of``: contact or service_record; '' for the customer
    itself), its icon, and the fields worth telling."""

    of: str
    action: str
    icon: str
    lines: list[Line]


def describe_change(action: str, changes: Mapping[str, Any], kind: str = "customer") -> ChangeDescription:
    """Read one line of the trail: from ``changed`` with its fields to what it meant. ``kind``: of the record."""
    meant = _meant(changes) if action == "changed" else action
    lines = [
        Line(field_label(name), _shown(kind, name, pair[0]), _shown(kind, name, pair[1]))
        for name, pair in changes.items()
        if name not in HIDDEN_FIELDS
    ]
    return ChangeDescription("" if kind == "customer" else kind, meant, ICONS.get(meant, "pencil"), lines)


def compared_of(change: Mapping[str, Any]) -> list[Line]:
    """What a change request changes, as a person reads it: names in place of ids, words in place of codes."""
    shown = {name: pair for name, pair in change["changes"].items() if name not in {"owner_id", "absorbs"}}
    return [
        Line(field_label(name), _shown("customer", name, before), _shown("customer", name, after))
        for name, (before, after) in shown.items()
    ]


def _meant(changes: Mapping[str, Any]) -> str:
    if "merged_into" in changes:
        return "merged" if changes["merged_into"][1] else "separated"
    if "status" in changes:
        before, after = changes["status"]
        return BY_STATUS.get(
            (before, after), after if after in {"submitted", "disabled", "refused", "withdrawn"} else "changed"
        )
    if "for_service" in changes:
        return "taken"
    if "owner_id" in changes:
        return "handed_over"
    return "tier" if "tier" in changes else "changed"


def _shown(kind: str, name: str, value: Any) -> str:
    return "" if value in (None, "") else column_label(kind, name, str(value))
