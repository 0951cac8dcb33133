"""The arithmetic of a report: how what was counted becomes what is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import Tier

REGIONS_NAMED = 15
CAUSES_NAMED = 15
SCORES = ("5", "4", "3", "2", "1")
"""What a customer may say of how satisfied he was, the best first."""
KEYS: Mapping[str, Sequence[str]] = {
    "kind": list(CaseKind),
    "status": list(CaseStatus),
    "tier": list(reversed(Tier)),
    "channel": list(Channel),
    "desk": list(Desk),
    "result": list(Result),
}
"""What a report counts by, and the order it is read in; regions and causes are ordered by their number of cases."""
SATISFACTION_KEYS: Mapping[str, Sequence[str]] = {"all": ["all"], "desk": KEYS["desk"], "tier": KEYS["tier"]}
"""What satisfaction is told by, and the order it is read in; causes follow."""

Counts = Mapping[str, tuple[int, int]]
"""What was counted: key -> (in the period, in the period before)."""

Row = dict[str, Any]


def percent(part: int | Decimal, whole: int | Decimal) -> str | None:
    """A share of a whole in percent with one decimal, as text; None of nothing."""
    if not whole:
        return None
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def compared(now: int, before: int) -> Row:
    """A number beside that of the period before: the difference, and by how many percent it grew (None from zero)."""
    return {"now": now, "before": before, "change": now - before, "percent": percent(now - before, before)}


def listed(counts: Counts, keys: Sequence[str]) -> list[Row]:
    """A row for each of the keys, counted or not, in their order."""
    return [{"key": key, **compared(*counts.get(key, (0, 0)))} for key in keys]


def top(counts: Counts, most: int) -> tuple[list[Row], Row | None]:
    """The ``most`` keys with the highest numbers of the period, and all others as one row (None without any)."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    rows = [{"key": key, **compared(*numbers)} for key, numbers in ordered[:most]]
    rest = [numbers for _, numbers in ordered[most:]]
    if not rest:
        return rows, None
    return rows, compared(sum(now for now, _ in rest), sum(before for _, before in rest))


def hours(value: float | Decimal | None) -> str | None:
    """Hours with one decimal, as text."""
    return None if value is None else str(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))


def satisfied(answers: int, average: float | Decimal | None) -> Row:
    """How many customers said how satisfied they were, and the average of it with one decimal, as text."""
    return {
        "answers": answers,
        "average": None if average is None else str(Decimal(average).quantize(Decimal("0.1"), ROUND_HALF_UP)),
    }


def answer_times(*, answered: int, median: float | None, p90: float | None, in_time: int, late_unanswered: int) -> Row:
    """How fast cases were answered. Cases still waiting count against the share only when their time is over."""
    return {
        "answered": answered,
        "median_hours": hours(median),
        "p90_hours": hours(p90),
        "in_time": in_time,
        "in_time_percent": percent(in_time, answered + late_unanswered),
    }
