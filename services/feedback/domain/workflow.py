"""How a case is worked on: what may happen to which kind, in which state, by whom.

A complaint: open -> taken -> resolved -> closed; resolved or closed -> open again. Feedback: open or taken ->
answered, which is its end. Whoever works at the desk a case lies on may do it; who has taken a case is the one who
answers or resolves it, a colleague of the same desk may release it first.
"""

from __future__ import annotations

from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow
from contracts.feedback import CaseKind, CaseStatus
from services.feedback.domain.desks import WORKS_AT
from services.feedback.domain.errors import TakenByOther, WrongCaseKind

OPEN, TAKEN, ANSWERED = CaseStatus.OPEN, CaseStatus.TAKEN, CaseStatus.ANSWERED
RESOLVED, CLOSED = CaseStatus.RESOLVED, CaseStatus.CLOSED


def at_its_desk(case: Any) -> str:
    """The permission that work on a case needs."""
    return WORKS_AT[case.desk]


def is_complaint(case: Any, _: Actor) -> Refused | None:
    """Only for complaints."""
    return None if case.kind is CaseKind.COMPLAINT else WrongCaseKind(kind=case.kind.value)


def is_feedback(case: Any, _: Actor) -> Refused | None:
    """Only for feedback."""
    return None if case.kind is CaseKind.FEEDBACK else WrongCaseKind(kind=case.kind.value)


def by_assignee(case: Any, actor: Actor) -> Refused | None:
    """Nobody but who has taken the case, if anybody has."""
    return None if case.assignee_id in (None, actor.id) else TakenByOther()


CASE: Workflow[CaseStatus] = Workflow(
    {
        "take": Step(before={OPEN}, after=TAKEN, permission=at_its_desk),
        "reply": Step(
            before={OPEN, TAKEN}, after=ANSWERED, permission=at_its_desk, applies=is_feedback, by=by_assignee
        ),
        "resolve": Step(before={TAKEN}, after=RESOLVED, permission=at_its_desk, applies=is_complaint, by=by_assignee),
        "release": Step(before={TAKEN}, after=OPEN, permission=at_its_desk),
        "close": Step(before={RESOLVED}, after=CLOSED, permission=at_its_desk, applies=is_complaint),
        "reopen": Step(before={RESOLVED, CLOSED}, after=OPEN, permission=at_its_desk, applies=is_complaint),
        "note": Step(before=set(CaseStatus), permission=at_its_desk),
    }
)
