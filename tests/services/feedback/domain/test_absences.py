"""Who stands in for whom, on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from contracts.feedback import AbsenceStatus
from contracts.permissions import Permission
from services.feedback.domain.absences import ABSENCE, LONGEST, stands_in, status_of, wrong_span
from services.feedback.domain.errors import NotYourAbsence

DAY = date(2026, 11, 10)
NEXT = timedelta(days=1)
A, B, C = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Absence:
    person_id: UUID = A
    from_day: date = DAY
    to_day: date = DAY + NEXT
    ended_at: datetime | None = None


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (DAY - NEXT, AbsenceStatus.PLANNED),
        (DAY, AbsenceStatus.RUNNING),
        (DAY + NEXT, AbsenceStatus.RUNNING),
        (DAY + 2 * NEXT, AbsenceStatus.OVER),
    ],
)
def test_both_days_belong_to_an_absence(today: date, status: AbsenceStatus) -> None:
    assert status_of(Absence(), today) is status
    assert status_of(Absence(ended_at=datetime(2026, 11, 9, tzinfo=UTC)), today) is AbsenceStatus.ENDED


def test_a_span_ends_today_or_later_and_not_before_it_begins() -> None:
    assert wrong_span(DAY, DAY, DAY) == {}
    assert wrong_span(DAY - NEXT, DAY, DAY) == {}
    assert wrong_span(DAY, DAY - NEXT, DAY) == {"to_day": "before_from_day"}
    assert wrong_span(DAY - NEXT, DAY - NEXT, DAY) == {"to_day": "in_the_past"}
    assert wrong_span(DAY, DAY + LONGEST, DAY) == {}
    assert wrong_span(DAY, DAY + LONGEST + NEXT, DAY) == {"to_day": "out_of_range"}
    assert wrong_span(DAY + LONGEST, DAY + LONGEST, DAY) == {}
    assert wrong_span(DAY + LONGEST + NEXT, DAY + LONGEST + NEXT, DAY) == {"from_day": "implausible_date"}


def test_who_stands_in_and_is_away_has_somebody_too() -> None:
    assert stands_in(A, {}) == A
    assert stands_in(A, {A: B}) == B
    assert stands_in(A, {A: B, B: C}) == C
    assert stands_in(B, {A: B}) == B


def test_a_circle_stands_in_for_nobody() -> None:
    assert stands_in(A, {A: B, B: A}) == A
    assert stands_in(A, {A: B, B: C, C: B}) == A


def test_an_absence_is_ended_by_whose_it_is_or_the_leadership() -> None:
    lead = Actor(id=B, name="lead", permissions={Permission.CASE_LEAD: Scope.ALL})
    for actor in (Actor(id=A, name="a"), lead):
        assert ABSENCE.actions(Absence(), actor, status=AbsenceStatus.RUNNING) == ["end"]
        assert ABSENCE.actions(Absence(), actor, status=AbsenceStatus.OVER) == []
    with pytest.raises(NotYourAbsence):
        ABSENCE.after("end", Absence(), Actor(id=C, name="c"), status=AbsenceStatus.PLANNED)
