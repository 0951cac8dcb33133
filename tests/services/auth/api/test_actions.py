"""What an answer names as open is what the service does: no more and no less, for every delivered role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import As, Hire

REFUSED = {403, 404}
REFUSING = {"wrong_status", "same_person", "own_account", "role_protected"}
ROLES = ["administrator", "department_manager", "auditor", "sales"]


def is_open(answer: Any) -> bool:
    """Whether a request met neither a missing right nor a state that does not allow it."""
    return answer.status_code not in REFUSED and (answer.json or {}).get("code") not in REFUSING


def tries_of_person(caller: Caller, person: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """Each action on an account, as a request on the version that it has now."""
    path, version = f"/staff/{person['id']}", person["version"]
    return {
        "edit": lambda: caller.patch(path, {"address": person["address"]}, version=version),
        "disable": lambda: caller.post(f"{path}/disable", version=version),
        "enable": lambda: caller.post(f"{path}/enable", version=version),
        "reset-password": lambda: caller.post(f"{path}/reset-password"),
        "reset-second-factor": lambda: caller.post(f"{path}/reset-second-factor"),
        "end-sessions": lambda: caller.post(f"{path}/sessions/end"),
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whom", ["oneself", "clerk", "gone", "boss", "elsewhere"])
def test_what_may_be_done_with_an_account_is_named(
    role: str, whom: str, hire: Hire, caller: As, admin: Caller, department: Callable[..., UUID]
) -> None:
    unit = department("销售部")
    asking = hire("asking", roles=[role], unit=unit)
    people = {
        "oneself": asking,
        "clerk": hire("clerk", roles=["sales"], unit=unit),
        "gone": hire("gone", roles=["sales"], unit=unit),
        "boss": hire("boss", roles=["service_lead"], unit=unit),
        "elsewhere": hire("far", roles=["sales"], unit=department("客服部")),
    }
    admin.post(f"/staff/{people['gone'].id}/disable", version=1)
    me, path = caller(asking), f"/staff/{people[whom].id}"
    seen = me.get(path)
    named = seen.json["actions"] if seen.status_code == 200 else []
    asked = tries_of_person(me, admin.get(path).json)
    assert set(named) <= set(asked)
    for action in [name for name in asked if name not in named]:
        assert not is_open(asked[action]()), action
    for action in named:  # each on the state that it was named in
        now = tries_of_person(me, me.get(path).json)
        if action in me.get(path).json["actions"]:
            assert is_open(now[action]()), action


@pytest.mark.parametrize("role", ["administrator", "department_manager"])
def test_what_may_be_done_with_a_department_is_named(
    role: str, hire: Hire, caller: As, department: Callable[..., UUID]
) -> None:
    unit = department("销售部")
    me = caller(hire("asking", roles=[role], unit=unit))
    path = f"/departments/{department('华东', below=unit)}"
    for expected in (["edit", "disable"], ["edit", "enable"]):
        found = me.get(path).json
        assert found["actions"] == (expected if role == "administrator" else [])
        tries = {
            "edit": me.patch(path, {"name": found["name"]}, version=found["version"]),
            "enable": me.post(f"{path}/enable", version=found["version"]),
            "disable": me.post(f"{path}/disable", version=found["version"]),
        }
        if role == "department_manager":
            assert not any(map(is_open, tries.values()))
            return
        assert [is_open(tries["edit"]), is_open(tries[expected[1]])] == [True, True]
        found = me.get(path).json
        if expected[1] == "disable":
            assert found["active"] is False
            again = me.post(f"{path}/disable", version=found["version"])
            assert (again.status_code, again.json["code"]) == (409, "wrong_status")


def test_what_may_be_done_with_a_role_is_named(admin: Caller, hire: Hire, caller: As) -> None:
    made = admin.post("/roles", {"code": "observer", "name_zh": "观", "name_en": "O", "permissions": {}}).json
    assert made["actions"] == ["edit", "disable", "require-second-factor", "give-by-groups"]
    off = admin.patch(f"/roles/{made['id']}", {"active": False}, version=made["version"]).json
    assert off["actions"] == ["edit", "enable", "require-second-factor", "give-by-groups"]
    delivered = [role for role in admin.get("/roles").json["items"] if role["system"]]
    assert {tuple(role["actions"]) for role in delivered} == {("require-second-factor", "give-by-groups")}
    [sales] = [role for role in delivered if role["code"] == "sales"]
    assert admin.patch(f"/roles/{sales['id']}", {"groups": ["sellers"]}, version=sales["version"]).status_code == 200
    manager = caller(hire("boss", roles=["department_manager"]))
    assert {tuple(role["actions"]) for role in manager.get("/roles").json["items"]} == {()}


def test_a_token_is_revoked_once(admin: Caller, hire: Hire) -> None:
    hire("erp", roles=["erp"])
    [account] = [each for each in admin.get("/api-tokens/accounts").json["items"] if each["username"] == "erp"]
    made = admin.post(
        "/api-tokens",
        {
            "name": "ERP",
            "staff_id": account["id"],
            "permissions": {"transaction:write": "all"},
            "expires_at": "2027-06-01T00:00:00+08:00",
        },
    ).json
    assert made["actions"] == ["revoke"]
    revoked = admin.post(f"/api-tokens/{made['id']}/revoke", version=made["version"]).json
    assert revoked["actions"] == []
    assert [each["actions"] for each in admin.get("/api-tokens").json["items"]] == [[]]
    again = admin.post(f"/api-tokens/{made['id']}/revoke", version=revoked["version"])
    assert (again.status_code, again.json["code"]) == (409, "wrong_status")


def test_what_may_be_said_of_an_account_in_a_review_is_named(
    admin: Caller, hire: Hire, caller: As, department: Callable[..., UUID]
) -> None:
    unit = department("销售部")
    boss = hire("boss", roles=["department_manager"], unit=unit)
    people = {each.username: each for each in (boss, hire("clerk", unit=unit), hire("gone", unit=unit))}
    review = admin.post("/account-reviews").json
    assert review["actions"] == ["answers"]
    admin.post(f"/staff/{people['gone'].id}/disable", version=1)
    manager, path = caller(boss), f"/account-reviews/{review['id']}"
    rows = {row["username"]: row for row in manager.get(f"{path}/accounts").json["items"]}
    assert {name: row["actions"] for name, row in rows.items()} == {
        "boss": [],
        "clerk": ["keep", "refuse"],
        "gone": [],
    }
    assert {name: row["answerable"] for name, row in rows.items()} == {"boss": False, "clerk": True, "gone": False}
    for name, row in rows.items():
        for keep, action in ((True, "keep"), (False, "refuse")):
            answer = manager.post(f"{path}/answers", {"keep": keep, "staff_ids": [str(people[name].id)]})
            assert is_open(answer) is (action in row["actions"]), (name, action)


def test_who_may_change_how_accounts_are_reviewed_is_named(admin: Caller, hire: Hire, caller: As) -> None:
    path = "/account-reviews/policy"
    assert admin.get(path).json["actions"] == ["edit"]
    assert caller(hire("boss", roles=["department_manager"])).get(path).json["actions"] == []


def test_oneself_names_what_one_may_change_and_end(
    service: ServiceUnderTest, hire: Hire, caller: Callable[[Staff], Caller]
) -> None:
    me = caller(hire("wang", roles=["sales"]))
    assert me.get("/me").json["actions"] == ["edit", "password"]
    mine = me.get("/me/second-factor").json
    assert (mine["actions"], mine["passkeys"]) == (["set-up-totp"], [])
    assert not is_open(me.post("/me/second-factor/recovery-codes", {"password": "Correct-Horse-7"}))
    assert not is_open(me.post("/me/second-factor/totp/end", {"password": "Correct-Horse-7"}))
