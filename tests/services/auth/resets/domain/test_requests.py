"""Who may be the second person, and what can be done with a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import Forbidden, SamePerson, WrongStatus
from contracts.auth import AccountRequestStatus as Status
from contracts.permissions import Permission
from services.auth.resets.domain.addresses import SETTLES
from services.auth.resets.domain.requests import LIFETIME, REQUEST, Account, Colleague, status_at, who_confirms

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLERK = Account(id=uuid4(), path="house/sales/", administers=False, started=True)


def colleague(path: str, *, everywhere: bool = False, administers: bool = False) -> Colleague:
    return Colleague(
        id=uuid4(), path=path, everywhere=everywhere, administers=administers, granted_by=None, granted_at=None
    )


MANAGER, ABOVE, ELSEWHERE = colleague("house/sales/"), colleague("house/"), colleague("house/service/")
BELOW = colleague("house/sales/east/")
LEADER = colleague("house/", everywhere=True)
ADMIN, OTHER_ADMIN = (colleague("house/", everywhere=True, administers=True) for _ in range(2))
EVERYBODY = [MANAGER, ABOVE, ELSEWHERE, BELOW, LEADER, ADMIN, OTHER_ADMIN]


def named(account: Account, requester: Colleague, colleagues: list[Colleague]) -> list[list[Colleague]]:
    groups = who_confirms(account, requester.id, by_administrator=requester.administers, colleagues=colleagues, now=NOW)
    return [list(group) for group in groups]


def test_what_an_administrator_asks_the_departments_manager_or_one_above_confirms() -> None:
    assert named(CLERK, ADMIN, EVERYBODY) == [[MANAGER, ABOVE], [LEADER]]


def test_without_a_manager_the_leadership_and_without_that_another_administrator() -> None:
    assert named(CLERK, ADMIN, [ELSEWHERE, BELOW, LEADER, ADMIN, OTHER_ADMIN]) == [[LEADER]]
    assert named(CLERK, ADMIN, [ELSEWHERE, ADMIN, OTHER_ADMIN]) == [[OTHER_ADMIN]]
    assert named(CLERK, ADMIN, [ELSEWHERE, ADMIN]) == []


def test_what_a_manager_asks_an_administrator_confirms_and_nobody_else() -> None:
    assert named(CLERK, MANAGER, EVERYBODY) == [[ADMIN, OTHER_ADMIN]]
    assert named(CLERK, MANAGER, [MANAGER, ABOVE, LEADER]) == []


def test_a_manager_never_confirms_for_oneself() -> None:
    own = Account(id=MANAGER.id, path=MANAGER.path, administers=False, started=True)
    assert named(own, ADMIN, EVERYBODY) == [[ABOVE], [LEADER]]
    assert named(own, ADMIN, [MANAGER, ADMIN, OTHER_ADMIN]) == [[OTHER_ADMIN]]


def test_for_an_administrator_no_manager_of_a_department_confirms() -> None:
    account = Account(id=OTHER_ADMIN.id, path="house/", administers=True, started=True)
    assert named(account, ADMIN, EVERYBODY) == [[LEADER]]
    assert named(account, ADMIN, [MANAGER, ABOVE, ADMIN, OTHER_ADMIN]) == []


@pytest.mark.parametrize(("ago", "counts"), [(SETTLES - timedelta(seconds=1), False), (SETTLES, True)])
def test_whom_the_one_who_asks_has_just_made_a_manager_is_no_second_person(ago: timedelta, counts: bool) -> None:
    made = replace(MANAGER, granted_by=ADMIN.id, granted_at=NOW - ago)
    assert named(CLERK, ADMIN, [made, LEADER]) == ([[made], [LEADER]] if counts else [[LEADER]])
    assert named(CLERK, OTHER_ADMIN, [made]) == [[made]], "made by somebody else"
    assert named(replace(CLERK, started=False), ADMIN, [made]) == [[made]], "nobody to become yet"


@dataclass
class Request:
    staff_id: UUID
    requested_by: UUID
    hands_over: UUID | None
    status: Status


def actor(id: UUID) -> Actor:
    return Actor(id=id, name="谁", permissions={Permission.STAFF_CONFIRM: Scope.ALL})


def test_who_asked_and_whom_it_is_about_decide_nothing() -> None:
    request = Request(uuid4(), uuid4(), None, Status.WAITING)
    for id in (request.staff_id, request.requested_by):
        for action in ("confirm", "refuse"):
            with pytest.raises(SamePerson):
                REQUEST.after(action, request, actor(id))
    assert REQUEST.after("confirm", request, actor(uuid4())) is Status.CONFIRMED
    assert REQUEST.actions(request, actor(request.requested_by)) == ["withdraw"]
    assert REQUEST.actions(request, actor(uuid4())) == ["confirm", "refuse"]


def test_the_password_is_fetched_once_by_the_one_who_hands_it_over() -> None:
    hands, other = uuid4(), uuid4()
    request = Request(uuid4(), uuid4(), hands, Status.WAITING)
    with pytest.raises(WrongStatus):
        REQUEST.after("collect", request, actor(hands))
    request.status = Status.CONFIRMED
    with pytest.raises(Forbidden):
        REQUEST.after("collect", request, actor(other))
    request.status = REQUEST.after("collect", request, actor(hands))
    with pytest.raises(WrongStatus):
        REQUEST.after("collect", request, actor(hands))


@pytest.mark.parametrize("status", [Status.WAITING, Status.CONFIRMED])
def test_after_a_day_it_has_lapsed(status: Status) -> None:
    until = NOW + LIFETIME
    assert status_at(status, until, until - timedelta(seconds=1)) is status
    assert status_at(status, until, until) is Status.LAPSED
    assert status_at(Status.DONE, until, until) is Status.DONE
