"""What roles permit together, and which do not go together."""

from __future__ import annotations

import pytest

from chassis.auth import Scope
from services.auth.domain.errors import DutiesConflict
from services.auth.domain.roles import (
    ADMINISTRATOR,
    DELIVERED,
    is_ordinary,
    not_scoped_like_this,
    permitted,
    require_compatible,
)

BY_CODE = {role.code: role.permissions for role in DELIVERED}


def test_several_roles_permit_the_widest_of_each() -> None:
    assert permitted([{"case:read": "own", "case:write": "all"}, {"case:read": "department", "case:write": "own"}]) == {
        "case:read": Scope.DEPARTMENT,
        "case:write": Scope.ALL,
    }


def test_the_administrator_touches_no_customer_data() -> None:
    nouns = {permission.split(":")[0] for permission in BY_CODE[ADMINISTRATOR]}
    assert nouns == {"staff", "department", "role", "system", "token"}


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
