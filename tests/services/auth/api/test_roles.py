"""Roles are data: added, changed, disabled; the delivered ones are protected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, Hire

OBSERVER = {
    "code": "observer",
    "name_zh": "观察员",
    "name_en": "Observer",
    "permissions": {"customer:read": "all", "case:read": "department"},
}


@pytest.fixture
def observer(admin: Caller) -> dict[str, Any]:
    """A role that did not come with the system."""
    answer = admin.post("/roles", OBSERVER)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def permissions(nobody: Caller, username: str) -> dict[str, str]:
    answer = nobody.post("/auth/tokens", {"username": username, "password": PASSWORD})
    return dict(answer.json["staff"]["permissions"])


def test_the_delivered_roles_are_there(admin: Caller) -> None:
    roles = {role["code"]: role for role in admin.get("/roles").json["items"]}
    assert len(roles) == 10
    assert all(role["system"] and role["active"] for role in roles.values())
    assert roles["verifier"]["name_zh"] == "信息员"
    assert roles["erp"]["permissions"] == {"transaction:write": "all"}


def test_a_new_role_permits_what_it_says(admin: Caller, nobody: Caller, hire: Hire, observer: dict[str, Any]) -> None:
    assert (observer["system"], observer["active"], observer["version"]) == (False, True, 1)
    hire("wang", roles=["observer"])
    assert permissions(nobody, "wang") == OBSERVER["permissions"]


def test_a_changed_role_counts_from_the_next_token(
    admin: Caller, nobody: Caller, hire: Hire, observer: dict[str, Any]
) -> None:
    hire("wang", roles=["observer"])
    changed = admin.patch(f"/roles/{observer['id']}", {"permissions": {"case:read": "own"}}, version=1)
    assert (changed.status_code, changed.json["version"]) == (200, 2)
    assert permissions(nobody, "wang") == {"case:read": "own"}


def test_a_disabled_role_permits_nothing_and_is_given_to_nobody(
    admin: Caller, nobody: Caller, hire: Hire, observer: dict[str, Any]
) -> None:
    wang, li = hire("wang", roles=["observer"]), hire("li")
    assert admin.patch(f"/roles/{observer['id']}", {"active": False}, version=1).json["active"] is False
    assert permissions(nobody, "wang") == {}
    refused = admin.patch(f"/staff/{li.id}", {"roles": ["observer"]}, version=1)
    assert refused.json["fields"] == {"roles": ["role_disabled"]}
    kept = admin.patch(f"/staff/{wang.id}", {"roles": ["observer", "sales"]}, version=1)
    assert kept.json["roles"] == ["observer", "sales"]


def test_a_delivered_role_is_neither_changed_nor_disabled(admin: Caller) -> None:
    [sales] = [role for role in admin.get("/roles").json["items"] if role["code"] == "sales"]
    for values in ({"active": False}, {"permissions": {}}, {"name_en": "Seller"}):
        answer = admin.patch(f"/roles/{sales['id']}", values, version=sales["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "role_protected")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"code": "Ab c"}, {"code": ["not_a_role_code"]}),
        ({"code": "sales"}, {"code": ["already_taken"]}),
        ({"permissions": {"fly:high": "all"}}, {"permissions": {"fly:high": {"key": ["unknown_choice"]}}}),
        ({"permissions": {"case:read": "moon"}}, {"permissions": {"case:read": {"value": ["unknown_choice"]}}}),
        ({"permissions": {"tier:edit": "own"}}, {"permissions": ["only_with_scope_all"]}),
    ],
)
def test_bad_fields_of_a_role_are_named_with_codes(
    admin: Caller, values: dict[str, Any], fields: dict[str, Any]
) -> None:
    answer = admin.post("/roles", {**OBSERVER, **values})
    assert (answer.status_code, answer.json["fields"]) == (422, fields)


def test_no_role_both_runs_the_accounts_and_touches_customers(
    admin: Caller, hire: Hire, observer: dict[str, Any]
) -> None:
    both = {"staff:write": "all", "customer:read": "own"}
    new = admin.post("/roles", {**OBSERVER, "code": "king", "permissions": both})
    assert (new.status_code, new.json["code"]) == (409, "duties_conflict")
    changed = admin.patch(f"/roles/{observer['id']}", {"permissions": both}, version=1)
    assert (changed.status_code, changed.json["code"]) == (409, "duties_conflict")


def test_a_role_does_not_grow_into_a_conflict_with_what_its_holders_have(admin: Caller, hire: Hire) -> None:
    watcher = admin.post("/roles", {**OBSERVER, "permissions": {"system:read": "all"}}).json
    hire("wang", roles=["observer", "administrator"])
    answer = admin.patch(f"/roles/{watcher['id']}", {"permissions": {"customer:read": "all"}}, version=1)
    assert (answer.status_code, answer.json["code"]) == (409, "duties_conflict")


def test_a_manager_sees_roles_to_choose_from_and_changes_none(hire: Hire, caller: Callable[[Staff], Caller]) -> None:
    manager = caller(hire("chen", roles=["department_manager"]))
    assert manager.get("/roles").status_code == 200
    assert manager.post("/roles", OBSERVER).status_code == 403
    clerk = caller(hire("wang", roles=["service"]))
    assert clerk.get("/roles").status_code == 403
