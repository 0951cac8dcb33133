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
    EXTRAORDINARY,
    ROLE,
    WIDEST_ONLY,
    action_of,
    is_ordinary,
    not_scoped_like_this,
    permitted,
    require_compatible,
    wider,
)
from services.auth.domain.switching import status_of
from tests.support.written import WRITTEN

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


def test_of_the_delivered_roles_only_sales_is_ordinary_for_all_others_reach_what_is_somebody_elses() -> None:
    assert {code for code, permissions in BY_CODE.items() if is_ordinary(permissions)} == {"sales"}


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


def test_every_active_customer_is_served_or_none() -> None:
    assert not_scoped_like_this({"customer:serve": "own"}) == ["customer:serve"]


PERMITS = {
    "administrator": {
        Scope.ALL: "staff:read staff:write department:read department:write role:read role:write system:read "
        "system:operate token:write record:configure notice:configure staff:confirm"
    },
    "verifier": {Scope.ALL: "customer:read customer:verify import:verify transaction:read"},
    "sales": {Scope.OWN: "customer:read customer:write transaction:read case:read case:write"},
    "service": {
        Scope.OWN: "customer:read customer:write transaction:read import:run",
        Scope.ALL: "customer:serve case:read case:write case:handle report:read report:write",
    },
    "service_lead": {
        Scope.DEPARTMENT: "customer:read customer:reveal transaction:read",
        Scope.ALL: "customer:serve case:read case:write case:handle case:lead report:read report:write tier:read "
        "policy:edit",
    },
    "customer_manager": {
        Scope.OWN: "customer:write case:write",
        Scope.DEPARTMENT: "customer:read customer:reveal customer:export transaction:read",
        Scope.ALL: "hand_over:take case:read tier:read tier:edit report:read report:review report:configure",
    },
    "department_manager": {
        Scope.OWN: "customer:write",
        Scope.DEPARTMENT: "customer:read customer:reveal customer:give customer:export export:approve "
        "view_request:decide transaction:read case:read staff:read staff:write staff:confirm "
        "department:read notice:configure",
        Scope.ALL: "role:read tier:read",
    },
    "leadership": {
        Scope.ALL: "customer:read customer:reveal customer:give customer:export export:approve view_request:decide "
        "transaction:read case:read tier:read tier:edit report:read staff:confirm policy:edit report:configure"
    },
    "auditor": {Scope.ALL: "audit:read staff:read role:read"},
    "erp": {Scope.ALL: "transaction:write"},
}


def written_by(code: str) -> dict[str, Scope]:
    """What a role permits for the records that `ops new resource` makes: authors their own, deciders a department's."""
    permits = {}
    for kind in WRITTEN:
        if code in kind.writers:
            permits |= {f"{kind.name}:read": Scope.OWN, f"{kind.name}:write": Scope.OWN}
        if code in kind.approvers:
            permits |= {f"{kind.name}:read": Scope.DEPARTMENT, f"{kind.name}:approve": Scope.DEPARTMENT}
    return permits


@pytest.mark.parametrize("code", PERMITS)
def test_a_delivered_role_permits_exactly_this(code: str) -> None:
    expected = {name: scope for scope, names in PERMITS[code].items() for name in names.split()}
    assert {str(name): scope for name, scope in BY_CODE[code].items()} == expected | written_by(code)


def test_these_roles_are_delivered_with_a_name_in_both_languages() -> None:
    assert list(BY_CODE) == list(PERMITS)
    assert all(role.name_zh.isascii() is False and role.name_en.isascii() for role in DELIVERED)


def test_what_has_no_owner_is_permitted_for_everything_or_not_at_all() -> None:
    alone = {"role", "tier", "report", "system", "audit", "record", "policy"}
    expected = {str(name) for name in Permission if name.split(":")[0] in alone}
    assert expected | {"customer:serve", "department:write", "token:write", "transaction:write"} == set(WIDEST_ONLY)
    for name in WIDEST_ONLY:
        assert not_scoped_like_this({name: "own"}) == not_scoped_like_this({name: "department"}) == [name]
        assert not_scoped_like_this({name: "all"}) == []


def test_what_no_ordinary_member_of_staff_may_do() -> None:
    assert set(EXTRAORDINARY) == {
        "customer:verify", "customer:reveal", "customer:give", "hand_over:take", "customer:export", "export:approve",
        "view_request:decide", "transaction:write", "import:verify", "case:lead", "tier:edit", "policy:edit",
        "report:review", "report:configure", "audit:read", *(f"{kind.name}:approve" for kind in WRITTEN),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("permissions", "ordinary"),
    [
        ({}, True),
        ({"customer:read": "own", "transaction:read": "own"}, True),
        ({"customer:read": "department"}, False),
        ({"customer:write": "all"}, False),
        ({"transaction:read": "department"}, False),
        ({"case:read": "own", "case:write": "own", "import:run": "own"}, True),
        ({"case:read": "all"}, False),
        ({"case:read": "department"}, False),
        ({"report:read": "all"}, False),
        ({"customer:serve": "all"}, False),
        ({"import:run": "all"}, False),
        ({"customer:verify": "own"}, False),
        ({"staff:read": "own"}, False),
        ({"department:read": "own"}, False),
        ({"system:read": "all"}, False),
        ({"record:configure": "all"}, False),
        ({"token:write": "all"}, False),
    ],
)
def test_ordinary_is_what_reaches_no_further_than_the_own(permissions: Any, ordinary: bool) -> None:
    assert is_ordinary(permissions) is ordinary


@pytest.mark.parametrize(
    ("house", "conflict"),
    [
        ({"staff:write": "all"}, True),
        ({"staff:write": "department"}, False),
        ({"staff:read": "all"}, False),
        ({"role:write": "all"}, True),
        ({"department:write": "all"}, True),
        ({"token:write": "all"}, True),
        ({"system:operate": "all"}, False),
        ({"record:configure": "all"}, False),
    ],
)
def test_whoever_runs_the_accounts_touches_no_customer_data(house: dict[str, str], conflict: bool) -> None:
    require_compatible([house])
    if conflict:
        with pytest.raises(DutiesConflict) as refused:
            require_compatible([house, {"customer:read": "own", "case:read": "own"}])
        assert refused.value.detail == {"permissions": ["case:read", "customer:read"]}
    else:
        require_compatible([house, {"customer:read": "own"}])


def test_own_is_narrower_than_a_department_and_that_than_all() -> None:
    order = [Scope.OWN, Scope.DEPARTMENT, Scope.ALL]
    assert [[wider(one, than) for than in order] for one in order] == [
        [False, False, False],
        [True, False, False],
        [True, True, False],
    ]
