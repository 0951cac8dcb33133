"""Who stands in for somebody who is away: one person, for a span of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow
from contracts.feedback import AbsenceStatus
from contracts.permissions import Permission
from services.feedback.domain.errors import NotYourAbsence

LONGEST = timedelta(days=366)


def status_of(absence: Any, today: date) -> AbsenceStatus:
    """Where an absence stands today."""
    if absence.ended_at is not None:
        return AbsenceStatus.ENDED
    if today > absence.to_day:
        return AbsenceStatus.OVER
    return AbsenceStatus.RUNNING if today >= absence.from_day else AbsenceStatus.PLANNED


def wrong_span(from_day: date, to_day: date, today: date) -> dict[str, str]:
    """What is wrong with a span of days, by field: it ends today or later, not before it begins, and it begins within a
    year."""
    if to_day < from_day:
        return {"to_day": "before_from_day"}
    if to_day < today:
        return {"to_day": "in_the_past"}
    if from_day - today > LONGEST:
        return {"from_day": "implausible_date"}
    return {"to_day": "out_of_range"} if to_day - from_day > LONGEST else {}


def stands_in(person: UUID, away: Mapping[UUID, UUID]) -> UUID:
    """Who gets what a person is given. ``away``: who is away today, and who stands in. The person itself when nobody
    is away, or when all who would stand in are."""
    seen, now = {person}, person
    while now in away:
        now = away[now]
        if now in seen:
            return person
        seen.add(now)
    return now


def by_person_or_lead(absence: Any, actor: Actor) -> Refused | None:
    """Whose absence it is, or the leadership."""
    own = actor.id is not None and absence.person_id == actor.id
    return None if own or actor.may(Permission.CASE_LEAD) else NotYourAbsence()


ABSENCE: Workflow[AbsenceStatus] = Workflow(
    {
        "end": Step(
            before={AbsenceStatus.PLANNED, AbsenceStatus.RUNNING}, after=AbsenceStatus.ENDED, by=by_person_or_lead
        )
    }
)
