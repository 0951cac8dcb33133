"""What roles permit together, and which do not go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from contracts.permissions import Permission
from services.auth.domain.errors import DutiesConflict, RoleProtected
from services.auth.domain.roles import (
    ADMINISTRATOR,
    DELIVERED,
    ROLE,
    action_of,
    is_ordinary,
    not_scoped_like_this,
    permitted,
    require_compatible,
)
from services.auth.domain.switching import status_of

BY_CODE = {role.code: role.permissions for role in DELIVERED}


def test_several_roles_permit_the_widest_of_each() -> None:
    assert permitted([{"case:read": "own", "case:write": "all"}, {"case:read": "department", "case:write": "own"}]) == {
        "case:read": Scope.DEPARTMENT,
        "case:write": Scope.ALL,
    }


def test_the_administrator_touches_no_customer_data() -> None:
    nouns = {permission.split(":")[0] for permission in BY_CODE[ADMINISTRATOR]}
    assert nouns == {"staff", "department", "role", "system", "token", "record", "notice"}


@pytest.mark.parametrize("other", sorted(set(BY_CODE) - {ADMINISTRATOR}))
def test_the_administrator_holds_no_other_delivered_role(other: str) -> None:
    with pytest.raises(DutiesConflict):
        require_compatible([BY_CODE[ADMINISTRATOR], BY_CODE[other]])


def test_every_other_two_delivered_roles_go_together() -> None:
    rest = [permissions for code, permissions in BY_CODE.items() if code != ADMINISTRATOR]
    require_compatible(rest)


def test_ordinary_staff_are_sales_and_service() -> None:
    assert {code for code, permissions in BY_CODE.items() if is_ordinary(permissions)} == {"sales", "service"}


def test_no_delivered_role_narrows_what_has_no_owner() -> None:
    assert {code: wrong for code, permissions in BY_CODE.items() if (wrong := not_scoped_like_this(permissions))} == {}
    assert not_scoped_like_this({"role:read": "own", "customer:read": "own"}) == ["role:read"]


@dataclass
class Kept:
    """A role as it is kept."""

    system: bool
    active: bool = True
    code: str = "observer"

    @property
    def status(self) -> Any:
        return status_of(self.active)


def test_of_a_delivered_role_the_house_says_only_the_second_factor_and_the_groups() -> None:
    admin = Actor(id=uuid4(), name="谁", permissions={Permission.ROLE_WRITE: Scope.ALL})
    assert ROLE.actions(Kept(system=True), admin) == ["require-second-factor", "give-by-groups"]
    assert ROLE.actions(Kept(system=False), admin)[:2] == ["edit", "disable"]
    assert ROLE.actions(Kept(system=False, active=False), admin)[:2] == ["edit", "enable"]
    with pytest.raises(RoleProtected):
        ROLE.after("disable", Kept(system=True), admin)
    narrow = Actor(id=uuid4(), name="谁", permissions={Permission.ROLE_WRITE: Scope.DEPARTMENT})
    assert ROLE.actions(Kept(system=False), narrow) == []


@pytest.mark.parametrize(
    ("field", "value", "action"),
    [
        ("name_zh", "观察员", "edit"),
        ("permissions", {}, "edit"),
        ("active", True, "edit"),
        ("active", False, "disable"),
        ("second_factor", True, "require-second-factor"),
        ("passkey_only", False, "require-second-factor"),
        ("groups", ["sellers"], "give-by-groups"),
    ],
)
def test_each_field_is_changed_by_one_action(field: str, value: Any, action: str) -> None:
    assert action_of(Kept(system=False), field, value) == action


def test_a_disabled_role_is_enabled() -> None:
    assert action_of(Kept(system=False, active=False), "active", True) == "enable"


def test_who_serves_reads_customers_too_and_no_narrower_than_before() -> None:
    assert permitted([{"customer:serve": "all"}]) == {"customer:serve": Scope.ALL, "customer:read": Scope.OWN}
    wide = permitted([{"customer:serve": "all"}, {"customer:read": "department"}])
    assert wide["customer:read"] is Scope.DEPARTMENT


def test_customer_service_is_ordinary_staff_though_it_reads_every_active_customer() -> None:
    assert is_ordinary(BY_CODE["service"])
    assert not is_ordinary({**BY_CODE["service"], "customer:read": "department"})
    assert not_scoped_like_this({"customer:serve": "own"}) == ["customer:serve"]
