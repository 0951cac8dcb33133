"""Tell of deadlines: who has a case before it is due, and the leadership too when it is."""

from __future__ import annotations

from typing import Any

from chassis.context import Context
from chassis.jobs import Continue, job
from contracts.activity import NoticeKind, notify
from contracts.feedback import Desk
from contracts.permissions import Permission
from services.feedback.domain.deadlines import LAST_MARK, Deadlines
from services.feedback.domain.desks import WORKS_AT
from services.feedback.domain.marks import reached
from services.feedback.store.marks import AT_ONCE, cases_at_mark, write_marks
from services.feedback.usecases.steps import deadlines_now


@job("feedback.tell_of_deadlines.v1")
class TellOfDeadlines:
    """Look at which cases half or most of the time has passed, or all of it."""


def tell_of_deadlines(ctx: Context) -> Continue | None:
    """Tell of the next cases, each of its marks once."""
    policy = deadlines_now(ctx)
    found = cases_at_mark(ctx.session, ctx.now)
    write_marks(ctx.session, [_tell(ctx, policy, case) for case in found])
    return Continue({}) if len(found) == AT_ONCE else None


def _tell(ctx: Context, policy: Deadlines, case: Any) -> dict[str, Any]:
    mark, mark_at = case.mark, case.mark_at
    if mark_at is not None and mark_at <= ctx.now:
        mark, mark_at = reached(policy, case.due_clock, mark_at, mark, case.due_at, ctx.now)
        if mark == LAST_MARK:
            _tell_late(ctx, case, case.due_at, "result")
        else:
            _tell_holder(ctx, NoticeKind.CASE_DUE, case, case.due_at, f"{mark}")
    if case.first:
        _tell_late(ctx, case, case.first_due_at, "first")
    first_told = case.first or case.first_told
    return {"case_id": case.id, "new_mark": mark, "new_mark_at": mark_at, "new_first_told": first_told}


def _tell_late(ctx: Context, case: Any, due_at: Any, what: str) -> None:
    """Who has it, or its desk; and the leadership, which is the desk itself of what lies there untaken."""
    if case.assignee_id is not None or case.desk is not Desk.LEAD:
        _tell_holder(ctx, NoticeKind.CASE_OVERDUE, case, due_at, what)
    notify(
        ctx,
        NoticeKind.CASE_ESCALATED,
        "case",
        case.id,
        code=case.code,
        permission=Permission.CASE_LEAD,
        due_at=due_at,
        once=f"{what}:{due_at.isoformat()}",
    )


def _tell_holder(ctx: Context, kind: NoticeKind, case: Any, due_at: Any, what: str) -> None:
    notify(
        ctx,
        kind,
        "case",
        case.id,
        code=case.code,
        to=[case.assignee_id],
        permission="" if case.assignee_id else WORKS_AT[case.desk],
        due_at=due_at,
        once=f"{what}:{due_at.isoformat()}",
    )
