"""A look at somebody else's customer: until when it can be decided, by whom, and until when it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.db import new_id
from chassis.errors import NotFound, SamePerson, WrongStatus
from contracts.customer import AccessRequestStatus
from contracts.permissions import Permission
from services.customer.domain import access_requests
from services.customer.domain.access_requests import ACCESS_REQUEST, PATIENCE, effective_status, open_until

ASKED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
UNTIL = ASKED + timedelta(days=3)
MOMENT = timedelta(microseconds=1)
WAITING, APPROVED, REFUSED, ENDED, LAPSED = AccessRequestStatus
READS = {Permission.CUSTOMER_READ: Scope.OWN}
DECIDES = {**READS, Permission.VIEW_REQUEST_DECIDE: Scope.DEPARTMENT}
ASKER = Actor(id=new_id(), name="asker", permissions=READS)
DECIDER, SECOND = (Actor(id=new_id(), name=name, permissions=DECIDES) for name in ("decider", "second"))


@dataclass(frozen=True)
class Request:
    status: AccessRequestStatus
    asker_id: UUID | None = ASKER.id


@pytest.mark.parametrize(
    ("now", "status"),
    [(ASKED + PATIENCE - MOMENT, WAITING), (ASKED + PATIENCE, LAPSED), (ASKED + PATIENCE + MOMENT, LAPSED)],
)
def test_a_request_that_nobody_decides_lapses_after_fourteen_days(now: datetime, status: AccessRequestStatus) -> None:
    assert timedelta(days=14) == PATIENCE
    assert effective_status(WAITING, ASKED, None, now) is status


@pytest.mark.parametrize(("now", "status"), [(UNTIL - MOMENT, APPROVED), (UNTIL, ENDED), (UNTIL + MOMENT, ENDED)])
def test_what_is_open_ends_by_its_own_time(now: datetime, status: AccessRequestStatus) -> None:
    assert effective_status(APPROVED, ASKED, UNTIL, now) is status


def test_time_changes_nothing_of_what_is_over() -> None:
    late = ASKED + 10 * PATIENCE
    for status in (REFUSED, ENDED, LAPSED):
        assert effective_status(status, ASKED, UNTIL, late) is status


def test_an_approved_request_does_not_lapse() -> None:
    late = ASKED + 2 * PATIENCE
    assert effective_status(APPROVED, ASKED, late + MOMENT, late) is APPROVED


def test_the_hours_are_counted_from_the_consent() -> None:
    consent = ASKED + timedelta(days=2)
    assert open_until(consent, 3) == consent + timedelta(hours=3)


def test_somebody_else_decides_once() -> None:
    assert ACCESS_REQUEST.after("approve", Request(WAITING), DECIDER) is APPROVED
    assert ACCESS_REQUEST.after("refuse", Request(WAITING), DECIDER) is REFUSED
    for decided in set(AccessRequestStatus) - {WAITING}:
        for action in ("approve", "refuse"):
            with pytest.raises(WrongStatus):
                ACCESS_REQUEST.after(action, Request(decided), DECIDER)


@pytest.mark.parametrize("decider", [DECIDER, SYSTEM])
def test_nobody_decides_an_own_request_and_no_machine_any(decider: Actor) -> None:
    with pytest.raises(SamePerson):
        ACCESS_REQUEST.after("approve", Request(WAITING, DECIDER.id), decider)
    assert ACCESS_REQUEST.actions(Request(WAITING, DECIDER.id), DECIDER) == ["end"]


@pytest.mark.parametrize("status", AccessRequestStatus)
def test_what_waits_or_is_open_is_ended_by_the_asker_or_by_who_decides(status: AccessRequestStatus) -> None:
    stranger = Actor(id=new_id(), name="stranger", permissions=READS)
    if status not in (WAITING, APPROVED):
        with pytest.raises(WrongStatus):
            ACCESS_REQUEST.after("end", Request(status), ASKER)
        return
    for actor in (ASKER, DECIDER, SECOND):
        assert ACCESS_REQUEST.after("end", Request(status), actor) is ENDED
    with pytest.raises(NotFound):
        ACCESS_REQUEST.after("end", Request(status), stranger)


def test_the_answer_names_what_each_may_do() -> None:
    assert ACCESS_REQUEST.actions(Request(WAITING), DECIDER) == ["approve", "refuse", "end"]
    assert ACCESS_REQUEST.actions(Request(APPROVED), DECIDER) == ["end"]
    assert ACCESS_REQUEST.actions(Request(WAITING), ASKER) == ["end"]
    assert ACCESS_REQUEST.actions(Request(APPROVED), ASKER, status=ENDED) == []


@pytest.mark.parametrize("status", AccessRequestStatus)
def test_without_the_permission_nothing_is_offered(status: AccessRequestStatus) -> None:
    for who in (ASKER, DECIDER):
        nobody = Actor(id=who.id, name=who.name, permissions={})
        assert ACCESS_REQUEST.actions(Request(status), nobody) == []


def test_one_asks_for_an_hour_at_least_and_for_thirty_days_at_most() -> None:
    assert (access_requests.SHORTEST, access_requests.LONGEST) == (1, 720)
