"""How often reports are drawn up by the clock, and whom they are mailed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chassis.auth.directory import staff_of
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from services.reporting.store import reports as queries
from services.reporting.store.models import ReportPolicy


@dataclass(frozen=True, kw_only=True)
class ChangeReportPolicy:
    """New values of some fields."""

    values: dict[str, Any]


def read_report_policy(ctx: Context) -> ReportPolicy:
    """How often reports are drawn up by the clock, and whom an approved one is mailed to."""
    return queries.report_policy(ctx.session)


def change_report_policy(ctx: Context, command: ChangeReportPolicy, version: int | None) -> ReportPolicy:
    """Set how often reports are drawn up, and whom they are mailed to from now on. Raises Stale, and Invalid for
    somebody new among the readers who does not work here."""
    policy = queries.report_policy(ctx.session, lock=True)
    expect_version(policy, version)
    known = staff_of(ctx.session, command.values.get("staff_ids", ()))
    if any(
        id not in policy.staff_ids and not (id in known and known[id].active)
        for id in command.values.get("staff_ids", ())
    ):
        raise Invalid(staff_ids="unknown_choice")
    for field, value in command.values.items():
        setattr(policy, field, value)
    ctx.session.flush()
    return policy


def readers_of(ctx: Context, policy: ReportPolicy) -> Sequence[dict[str, Any]]:
    """The further persons with their names, in the order they were chosen."""
    known = staff_of(ctx.session, policy.staff_ids)
    return [{"id": id, "name": known[id].name if id in known else ""} for id in policy.staff_ids]
