"""Who may change what of whom."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import Forbidden, Refused, WrongStatus
from contracts.permissions import Permission
from services.auth.domain.errors import OwnAccount
from services.auth.domain.staffing import STAFF, AccountState, own_actions, require_may_add, require_may_change
from services.auth.domain.switching import ActiveStatus

ALL, DEPARTMENT, OWN = Scope.ALL, Scope.DEPARTMENT, Scope.OWN
CLERK = AccountState(id=uuid4(), status=ActiveStatus.ACTIVE, ordinary=True, started=True)
BOSS = AccountState(id=uuid4(), status=ActiveStatus.ACTIVE, ordinary=False, started=True)
EVERYTHING = ["edit", "disable", "reset-password", "reset-second-factor", "end-sessions"]


def actor(scope: Scope | None) -> Actor:
    return Actor(id=uuid4(), name="谁", permissions={Permission.STAFF_WRITE: scope} if scope else {})


def oneself(account: AccountState, scope: Scope | None) -> Actor:
    return replace(actor(scope), id=account.id)


@pytest.mark.parametrize("scope", [ALL, DEPARTMENT, OWN, None])
def test_everyone_changes_only_contact_data_of_oneself(scope: Scope | None) -> None:
    require_may_change(BOSS, oneself(BOSS, scope), {"email", "phone", "address"})
    for field in ("name", "username", "department_id", "roles"):
        with pytest.raises(OwnAccount) as refused:
            require_may_change(CLERK, oneself(CLERK, scope), {"email", field})
        assert refused.value.detail == {"fields": [field]}


@pytest.mark.parametrize("scope", [ALL, DEPARTMENT])
def test_nobody_disables_or_enables_oneself(scope: Scope) -> None:
    with pytest.raises(OwnAccount):
        STAFF.after("disable", CLERK, oneself(CLERK, scope))
    gone = replace(CLERK, status=ActiveStatus.DISABLED)
    with pytest.raises(OwnAccount):
        STAFF.after("enable", gone, oneself(gone, scope))


@pytest.mark.parametrize(
    ("scope", "field", "account", "refused"),
    [
        (ALL, "roles", BOSS, None),
        (DEPARTMENT, "email", CLERK, None),
        (DEPARTMENT, "email", BOSS, Forbidden),
        (DEPARTMENT, "roles", CLERK, Forbidden),
        (DEPARTMENT, "department_id", CLERK, Forbidden),
        (DEPARTMENT, "name", CLERK, Forbidden),
        (DEPARTMENT, "username", CLERK, Forbidden),
    ],
)
def test_a_department_changes_contact_data_of_its_ordinary_staff_only(
    scope: Scope, field: str, account: AccountState, refused: type[Refused] | None
) -> None:
    if refused is None:
        require_may_change(account, actor(scope), {field})
    else:
        with pytest.raises(refused):
            require_may_change(account, actor(scope), {field})


@pytest.mark.parametrize(
    ("scope", "inside", "ordinary", "may"),
    [
        (ALL, False, False, True),
        (DEPARTMENT, True, True, True),
        (DEPARTMENT, False, True, False),
        (DEPARTMENT, True, False, False),
        (OWN, True, True, False),
    ],
)
def test_a_department_adds_ordinary_staff_to_itself(scope: Scope, inside: bool, ordinary: bool, may: bool) -> None:
    if may:
        require_may_add(actor(scope), inside=inside, ordinary=ordinary)
    else:
        with pytest.raises(Forbidden):
            require_may_add(actor(scope), inside=inside, ordinary=ordinary)


def test_what_is_open_is_named_by_state_by_role_and_by_scope() -> None:
    assert STAFF.actions(BOSS, actor(ALL)) == EVERYTHING
    assert STAFF.actions(replace(BOSS, status=ActiveStatus.DISABLED), actor(ALL)) == [
        "edit", "enable", "end-sessions",
    ]  # fmt: skip
    assert STAFF.actions(CLERK, actor(DEPARTMENT)) == ["edit", "disable"]
    assert STAFF.actions(BOSS, actor(DEPARTMENT)) == []
    assert STAFF.actions(CLERK, oneself(CLERK, ALL)) == ["edit", "end-sessions"]
    assert STAFF.actions(BOSS, oneself(BOSS, DEPARTMENT)) == ["edit"]
    assert STAFF.actions(CLERK, actor(None)) == []


def test_what_is_disabled_is_not_disabled_again() -> None:
    assert STAFF.after("disable", CLERK, actor(ALL)) is ActiveStatus.DISABLED
    gone = replace(CLERK, status=ActiveStatus.DISABLED)
    assert STAFF.after("enable", gone, actor(ALL)) is ActiveStatus.ACTIVE
    for action, account in (("disable", gone), ("enable", CLERK)):
        with pytest.raises(WrongStatus):
            STAFF.after(action, account, actor(ALL))


@pytest.mark.parametrize(
    ("limited", "person", "unconfirmed", "actions"),
    [
        ("", True, False, ["edit", "password"]),
        ("", True, True, ["edit", "password", "confirm-address"]),
        ("password_change_required", True, True, ["password"]),
        ("", False, True, []),
    ],
)
def test_one_changes_oneself_unless_something_comes_first_or_one_is_a_program(
    limited: str, person: bool, unconfirmed: bool, actions: list[str]
) -> None:
    mine = own_actions(replace(actor(None), limited=limited), person=person, unconfirmed=unconfirmed)
    assert mine == actions


def test_a_manager_lets_only_new_ordinary_staff_begin() -> None:
    new = replace(CLERK, started=False)
    assert "reset-password" in STAFF.actions(new, actor(DEPARTMENT))
    assert "reset-second-factor" not in STAFF.actions(new, actor(DEPARTMENT))
    for account in (CLERK, replace(BOSS, started=False)):
        with pytest.raises(Forbidden):
            STAFF.after("reset-password", account, actor(DEPARTMENT))
    with pytest.raises(WrongStatus):
        STAFF.after("reset-password", replace(new, status=ActiveStatus.DISABLED), actor(DEPARTMENT))


def test_whom_one_may_not_switch_is_refused_before_the_status_is_looked_at() -> None:
    gone = replace(BOSS, status=ActiveStatus.DISABLED)
    for action, account in (("disable", gone), ("enable", BOSS)):
        with pytest.raises(Forbidden):
            STAFF.after(action, account, actor(DEPARTMENT))
