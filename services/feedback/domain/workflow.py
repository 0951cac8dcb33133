"""How a case is worked on: what may happen to which kind, in which state, by whom.

A complaint: open -> taken -> resolved -> closed; resolved or closed -> open again. Feedback: open or taken ->
answered, which is its end. Either may be answered many times, also when the customer was not told at its end, and
merged into another case of the same customer, which closes it. Whoever works at the desk a case lies on may do it; who
has taken a case is the one who answers or resolves it, a colleague of the same desk may release it first. What the
customer says later is added by whoever may file cases of that customer.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused, WrongStatus
from chassis.workflow import Step, Workflow
from contracts.feedback import CaseKind, CaseStatus
from contracts.permissions import Permission
from services.feedback.domain.desks import WORKS_AT
from services.feedback.domain.errors import MergedAway, NotToAssign, TakenByOther, WrongCaseKind

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


def by_lead_or_assignee(case: Any, actor: Actor) -> Refused | None:
    """The leadership, or who has the case in hand."""
    return None if actor.may(Permission.CASE_LEAD) or case.assignee_id == actor.id else NotToAssign()


def is_itself(case: Any, _: Actor) -> Refused | None:
    """Not for what was merged into another case."""
    return None if case.merged_into_id is None else MergedAway()


def may_come_back(case: Any, actor: Actor) -> Refused | None:
    """Complaints, and whatever was merged by mistake."""
    return None if case.merged_into_id is not None else is_complaint(case, actor)


class Mailing(StrEnum):
    """Whether an email about a case was given up."""

    FINE = "fine"
    FAILED = "failed"


def mailing_of(emails: Iterable[Any]) -> Mailing:
    """Whether one of some emails was given up."""
    return Mailing.FAILED if any(email.status == "failed" for email in emails) else Mailing.FINE


class Watching(StrEnum):
    """Whether the one who asks watches a case: is told what becomes of it."""

    NO = "no"
    YES = "yes"


CASE: Workflow[CaseStatus] = Workflow(
    {
        "take": Step(before={OPEN}, after=TAKEN, permission=at_its_desk),
        "answer": Step(before={TAKEN, RESOLVED, ANSWERED}, permission=at_its_desk, by=by_assignee),
        "reply": Step(
            before={OPEN, TAKEN}, after=ANSWERED, permission=at_its_desk, applies=is_feedback, by=by_assignee
        ),
        "resolve": Step(before={TAKEN}, after=RESOLVED, permission=at_its_desk, applies=is_complaint, by=by_assignee),
        "close": Step(before={RESOLVED}, after=CLOSED, permission=at_its_desk, applies=is_complaint),
        "reopen": Step(before={RESOLVED, CLOSED}, after=OPEN, permission=at_its_desk, applies=may_come_back),
        "said": Step(before=set(CaseStatus), permission=Permission.CASE_WRITE, applies=is_itself),
        "note": Step(before=set(CaseStatus), permission=at_its_desk),
        "classify": Step(before=set(CaseStatus), permission=at_its_desk, applies=is_itself),
        "assign": Step(before={OPEN, TAKEN}, after=TAKEN, permission=at_its_desk, by=by_lead_or_assignee),
        "release": Step(before={TAKEN}, after=OPEN, permission=at_its_desk),
        "prioritize": Step(before={OPEN, TAKEN}, permission=at_its_desk),
        "merge": Step(before={OPEN, TAKEN, RESOLVED}, after=CLOSED, permission=at_its_desk, by=by_assignee),
        "link": Step(before=set(CaseStatus), permission=at_its_desk),
        "unlink": Step(before=set(CaseStatus), permission=at_its_desk),
    }
)


class Waiting(StrEnum):
    """Whether we wait for the customer of a case."""

    NO = "no"
    YES = "yes"


def waiting_of(case: Any) -> Waiting:
    """Whether we do."""
    return Waiting.NO if case.waiting_since is None else Waiting.YES


def is_taken(case: Any, _: Actor) -> Refused | None:
    """Only for what somebody has in hand and has not finished."""
    return None if case.status is TAKEN else WrongStatus(status=case.status.value, action="wait")


WAITING: Workflow[Waiting] = Workflow(
    {
        "wait": Step(before={Waiting.NO}, after=Waiting.YES, permission=at_its_desk, applies=is_taken, by=by_assignee),
        "resume": Step(before={Waiting.YES}, after=Waiting.NO, permission=at_its_desk, by=by_assignee),
    }
)
"""While we wait for the customer, the time of a case stands still; it goes on when the customer says something."""

MAILED: Workflow[Mailing] = Workflow(
    {"mail-again": Step(before={Mailing.FAILED}, permission=at_its_desk, applies=is_itself)}
)
"""An email that was given up is sent again to the address that the customer has by then."""

WATCHED: Workflow[Watching] = Workflow(
    {
        "watch": Step(before={Watching.NO}, after=Watching.YES),
        "unwatch": Step(before={Watching.YES}, after=Watching.NO),
    }
)
"""Whoever sees a case may watch it; the state is that of the one who asks."""
