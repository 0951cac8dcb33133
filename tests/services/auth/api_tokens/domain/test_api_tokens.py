"""A token for programs is for a program, may no more than its account, and holds for a year at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import Invalid, WrongStatus
from contracts.auth import TokenStatus
from contracts.permissions import Permission
from services.auth.api_tokens.domain.api_tokens import (
    LONGEST,
    TOKEN,
    needs_second,
    remaining,
    require_ending,
    require_program,
    require_within,
    status_of,
)
from services.auth.domain.errors import NotAProgram

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
HELD = {"customer:read": Scope.DEPARTMENT, "transaction:write": Scope.ALL}


def test_for_oneself_anybody_makes_one_for_others_only_for_a_programs_account() -> None:
    require_program(program=False, oneself=True, entered=True)
    require_program(program=True, oneself=False, entered=False)
    for program, entered in ((True, True), (False, False)):
        with pytest.raises(NotAProgram):
            require_program(program=program, oneself=False, entered=entered)


def test_what_reaches_customers_through_a_program_needs_a_second_person_and_what_runs_the_house_none() -> None:
    assert not needs_second({"transaction:write": "all", "staff:read": "all"}, oneself=False)
    assert not needs_second({"customer:read": "own"}, oneself=True)
    for permission in ("customer:read", "transaction:read", "case:write", "report:read", "import:run", "audit:read"):
        assert needs_second({"transaction:write": "all", permission: "all"}, oneself=False)


def test_a_token_that_waits_for_a_second_person_is_over_in_time_all_the_same() -> None:
    def at(now: datetime) -> TokenStatus:
        return status_of(expires_at=NOW, revoked_at=None, now=now, unconfirmed=True)

    assert [at(NOW - MOMENT), at(NOW)] == [TokenStatus.WAITING, TokenStatus.EXPIRED]


@pytest.mark.parametrize("scope", ["own", "department"])
def test_it_may_as_much_as_its_account_or_less(scope: str) -> None:
    require_within({"customer:read": scope}, HELD)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"customer:read": "all"}, "beyond_account"),
        ({"customer:write": "own"}, "beyond_account"),
        ({"customer:read": "own", "customer:write": "own"}, "beyond_account"),
        ({}, "required"),
        ({"transaction:write": "own"}, "only_with_scope_all"),
    ],
)
def test_it_may_not_more_than_its_account_and_not_nothing(wanted: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_within(wanted, HELD)
    assert refused.value.fields == {"permissions": [code]}


@pytest.mark.parametrize(
    ("ends", "fits"),
    [(NOW, False), (NOW + MOMENT, True), (NOW + LONGEST, True), (NOW + LONGEST + MOMENT, False), (NOW - MOMENT, False)],
)
def test_it_ends_after_now_and_within_a_year(ends: datetime, fits: bool) -> None:
    assert timedelta(days=366) == LONGEST
    if fits:
        require_ending(ends, NOW)
    else:
        with pytest.raises(Invalid) as refused:
            require_ending(ends, NOW)
        assert refused.value.fields == {"expires_at": ["out_of_range"]}


def test_what_is_left_of_it_shrinks_with_its_account_and_never_grows() -> None:
    wanted = {"customer:read": "department", "transaction:write": "all"}
    assert remaining(wanted, HELD) == HELD
    assert remaining(wanted, {"customer:read": Scope.OWN}) == {"customer:read": Scope.OWN}
    assert remaining(wanted, {"customer:read": Scope.ALL}) == {"customer:read": Scope.DEPARTMENT}
    assert remaining(wanted, {}) == {}


def test_a_token_is_over_at_its_end_and_not_before() -> None:
    def at(now: datetime) -> TokenStatus:
        return status_of(expires_at=NOW, revoked_at=None, now=now)

    assert [at(NOW - MOMENT), at(NOW), at(NOW + MOMENT)] == ["active", "expired", "expired"]
    assert status_of(expires_at=NOW, revoked_at=NOW - MOMENT, now=NOW + MOMENT) is TokenStatus.REVOKED


def test_a_token_is_revoked_once_also_when_it_is_over() -> None:
    admin = Actor(id=uuid4(), name="谁", permissions={Permission.TOKEN_WRITE: Scope.ALL})
    for status in (TokenStatus.ACTIVE, TokenStatus.EXPIRED):
        assert TOKEN.actions(None, admin, status=status) == ["revoke"]
        assert TOKEN.after("revoke", None, admin, status=status) is TokenStatus.REVOKED
    assert TOKEN.actions(None, admin, status=TokenStatus.REVOKED) == []
    with pytest.raises(WrongStatus):
        TOKEN.after("revoke", None, admin, status=TokenStatus.REVOKED)


@pytest.mark.parametrize("status", TokenStatus)
def test_without_the_permission_no_token_is_revoked(status: TokenStatus) -> None:
    nobody = Actor(id=uuid4(), name="nobody", permissions={})
    assert TOKEN.actions(SimpleNamespace(status=status), nobody) == []
