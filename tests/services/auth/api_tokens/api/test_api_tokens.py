"""Programs have tokens of their own: named, narrow, ending, revocable, shown once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from chassis.auth import Scope
from chassis.auth.tokens import TokenVerifier
from chassis.db.trail import Change
from chassis.testing.service import Caller, Keys, ServiceUnderTest
from services.auth.store.models import ApiToken, Staff
from tests.services.auth.people import PASSWORD, Hire

MAY = {"transaction:write": "all"}


@pytest.fixture
def erp(hire: Hire) -> Staff:
    """The ERP's account."""
    return hire("erp", "ERP", roles=["erp"])


@pytest.fixture
def make(admin: Caller, erp: Staff) -> Callable[..., Any]:
    """``make(permissions={...})`` asks for a token for the ERP; the answer."""

    def ask(**changed: Any) -> Any:
        body = {
            "name": "Kingdee",
            "staff_id": str(erp.id),
            "permissions": MAY,
            "expires_at": (datetime.now(UTC) + timedelta(days=90)).isoformat(),
        }
        return admin.post("/api-tokens", {**body, **changed})

    return ask


def exchange(nobody: Caller, token: str) -> Any:
    return nobody.post("/auth/api-tokens", {"token": token})


def test_a_token_is_exchanged_for_a_short_one_that_says_what_it_may(
    nobody: Caller, keys: Keys, make: Callable[..., Any], erp: Staff
) -> None:
    made = make()
    assert made.status_code == 201
    assert made.json["token"].startswith("gx_")
    assert made.json["token"].endswith(made.json["hint"])
    given = exchange(nobody, made.json["token"])
    assert (given.status_code, given.json["expires_in"]) == (200, 300)
    actor = TokenVerifier(keys.public).verify(given.json["access_token"], now=datetime.now(UTC))
    assert (actor.id, actor.name, str(actor.session_id)) == (erp.id, "ERP (Kingdee)", made.json["id"])
    assert actor.permissions == {"transaction:write": Scope.ALL}


def test_the_token_is_shown_once_and_stored_nowhere(
    service: ServiceUnderTest, admin: Caller, make: Callable[..., Any]
) -> None:
    token = make().json["token"]
    [listed] = admin.get("/api-tokens").json["items"]
    assert "token" not in listed
    with service.unit_of_work() as ctx:
        rows = [str(dict(row)) for row in ctx.session.execute(select(ApiToken.__table__)).mappings()]
        rows += [str(fields) for fields in ctx.session.scalars(select(Change.fields))]
    assert not any(token in row for row in rows)


def test_a_token_may_no_more_than_its_account_and_ends_within_a_year(make: Callable[..., Any]) -> None:
    now = datetime.now(UTC)
    for changed, fields in [
        ({"permissions": {"customer:read": "own"}}, {"permissions": ["beyond_account"]}),
        ({"permissions": {}}, {"permissions": ["required"]}),
        ({"permissions": {"transaction:write": "own"}}, {"permissions": ["only_with_scope_all"]}),
        ({"expires_at": (now - timedelta(minutes=1)).isoformat()}, {"expires_at": ["out_of_range"]}),
        ({"expires_at": (now + timedelta(days=370)).isoformat()}, {"expires_at": ["out_of_range"]}),
        ({"expires_at": None}, {"expires_at": ["required"]}),
    ]:
        answer = make(**changed)
        assert answer.status_code == 422, changed
        assert answer.json["fields"].keys() == fields.keys(), changed


def test_a_token_is_made_for_a_program_or_oneself_and_for_nobody_else(
    admin: Caller, make: Callable[..., Any], hire: Hire
) -> None:
    manager = hire("lin", roles=["customer_manager"])
    refused = make(staff_id=str(manager.id), permissions={"customer:read": "department"})
    assert (refused.status_code, refused.json["code"]) == (409, "not_a_program")
    own = make(staff_id=None, permissions={"staff:read": "department"})
    assert (own.status_code, own.json["staff_id"]) == (201, str(admin.actor.id))
    usernames = [each["username"] for each in admin.get("/api-tokens/accounts").json["items"]]
    assert usernames == ["admin", "erp"]


def test_a_revoked_token_ends_at_once(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, make: Callable[..., Any]
) -> None:
    made = make().json
    access = exchange(nobody, made["token"]).json["access_token"]
    program = Caller(nobody.client, nobody.actor, access)
    assert program.get("/me").status_code == 200
    assert admin.post(f"/api-tokens/{made['id']}/revoke", version=made["version"]).json["revoked_at"]
    service.app.extensions["verifier"].look_again()
    assert program.get("/me").json["code"] == "token_ended"
    assert exchange(nobody, made["token"]).json["code"] == "api_token_ended"


@pytest.mark.parametrize("end", ["expired", "disabled", "unknown"])
def test_what_is_over_disabled_or_unknown_is_refused_alike(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, make: Callable[..., Any], erp: Staff, end: str
) -> None:
    token = make().json["token"]
    if end == "expired":
        with service.unit_of_work() as ctx:
            ctx.session.execute(text("UPDATE api_token SET expires_at = clock_timestamp()"))
    elif end == "disabled":
        admin.post(f"/staff/{erp.id}/disable", version=erp.version)
    else:
        token = "gx_" + "x" * 43
    answer = exchange(nobody, token)
    assert (answer.status_code, answer.json) == (401, {"code": "api_token_ended", "detail": {}})


def test_a_token_ends_with_what_it_rests_on(
    admin: Caller, nobody: Caller, make: Callable[..., Any], erp: Staff
) -> None:
    """Other roles, and the old ones again, are not what it was made for; neither is an account enabled again."""
    token = make().json["token"]
    bare = admin.patch(f"/staff/{erp.id}", {"roles": []}, version=erp.version).json
    full = admin.patch(f"/staff/{erp.id}", {"roles": ["erp"]}, version=bare["version"]).json
    assert exchange(nobody, token).json["code"] == "api_token_ended"
    token = make().json["token"]
    off = admin.post(f"/staff/{erp.id}/disable", version=full["version"]).json
    admin.post(f"/staff/{erp.id}/enable", version=off["version"])
    assert exchange(nobody, token).json["code"] == "api_token_ended"


def test_a_token_may_less_as_soon_as_its_accounts_role_may_less(
    admin: Caller, nobody: Caller, keys: Keys, make: Callable[..., Any], office: UUID
) -> None:
    role = {"code": "feeder", "name_zh": "上报", "name_en": "Feeder", "permissions": MAY, "for_programs": True}
    made = admin.post("/roles", role).json
    account = {"username": "shop", "name": "商城", "department_id": str(office), "roles": ["feeder"]}
    token = make(staff_id=admin.post("/staff", account).json["id"]).json["token"]
    admin.patch(f"/roles/{made['id']}", {"permissions": {}}, version=made["version"])
    access = exchange(nobody, token).json["access_token"]
    assert TokenVerifier(keys.public).verify(access, now=datetime.now(UTC)).permissions == {}


def test_no_person_holds_a_programs_role_and_no_program_a_persons(admin: Caller, office: UUID, hire: Hire) -> None:
    account = {"username": "kingdee", "name": "某", "department_id": str(office)}
    for roles in (["erp", "leadership"], ["leadership", "erp"]):
        assert admin.post("/staff", account | {"roles": roles}).json["code"] == "invalid"
    leader = hire("leader", roles=["leadership"])
    for roles in (["leadership", "erp"], ["erp"]):
        answer = admin.patch(f"/staff/{leader.id}", {"roles": roles}, version=leader.version)
        assert (answer.status_code, answer.json["fields"]) == (422, {"roles": ["only_for_programs"]})
    program = admin.post("/staff", account | {"roles": ["erp"]}).json
    answer = admin.patch(f"/staff/{program['id']}", {"roles": ["erp", "sales"]}, version=program["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"roles": ["not_for_programs"]})


@pytest.fixture
def reader(admin: Caller, office: UUID, department: Callable[..., UUID]) -> Any:
    """The account of a program that reads customers."""
    may = {"customer:read": "all"}
    role = {"code": "reader", "name_zh": "读取", "name_en": "Reader", "permissions": may, "for_programs": True}
    assert admin.post("/roles", role).status_code == 201
    unit = str(department("信息部"))
    account = {"username": "bi", "name": "报表", "department_id": unit, "roles": ["reader"]}
    return admin.post("/staff", account).json


def test_a_program_reads_customers_only_when_a_second_person_wants_it_too(
    admin: Caller, nobody: Caller, make: Callable[..., Any], reader: Any, hire: Hire, caller: Callable[[Staff], Caller]
) -> None:
    leader = caller(hire("leader", "周总", roles=["leadership"]))
    made = make(staff_id=reader["id"], permissions={"customer:read": "all"})
    assert (made.status_code, made.json["status"]) == (201, "waiting")
    assert exchange(nobody, made.json["token"]).json["code"] == "api_token_ended"
    [asked] = leader.get("/account-requests?waiting=true").json["items"]
    assert (asked["kind"], asked["token_name"], asked["token_permissions"]) == (
        "token",
        "Kingdee",
        {"customer:read": "all"},
    )
    mine = admin.post(f"/account-requests/{asked['id']}/confirm", version=asked["version"])
    assert (mine.status_code, mine.json["code"]) == (409, "same_person")
    assert leader.post(f"/account-requests/{asked['id']}/confirm", version=asked["version"]).json["status"] == "done"
    assert exchange(nobody, made.json["token"]).status_code == 200
    assert admin.get("/api-tokens").json["items"][0]["status"] == "active"


def test_where_there_is_no_second_person_no_program_reads_customers(make: Callable[..., Any], reader: Any) -> None:
    answer = make(staff_id=reader["id"], permissions={"customer:read": "all"})
    assert (answer.status_code, answer.json["code"]) == (409, "nobody_to_confirm")


def test_a_token_reads_nothing_that_is_open_to_everybody_who_signs_in_but_itself(
    nobody: Caller, make: Callable[..., Any]
) -> None:
    program = Caller(nobody.client, nobody.actor, exchange(nobody, make().json["token"]).json["access_token"])
    assert program.get("/me").status_code == 200
    for path in ("/colleagues", "/me/sessions", "/me/sign-ins", "/me/second-factor"):
        assert program.get(path).status_code == 403, path


def test_the_last_use_is_noted_once_a_minute(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, make: Callable[..., Any]
) -> None:
    token = make().json["token"]

    def last_use() -> Any:
        return admin.get("/api-tokens").json["items"][0]["last_used_at"]

    assert last_use() is None
    exchange(nobody, token)
    first = last_use()
    exchange(nobody, token)
    assert last_use() == first
    service.clock.advance(timedelta(minutes=1))
    exchange(nobody, token)
    assert last_use() > first


def test_only_who_may_make_tokens_sees_them(hire: Hire, caller: Callable[[Staff], Caller]) -> None:
    manager = caller(hire("boss", roles=["department_manager"]))
    for path in ("/api-tokens", "/api-tokens/accounts"):
        assert manager.get(path).status_code == 403


def test_a_program_changes_nothing_of_its_account_and_ends_none_of_its_sessions(
    nobody: Caller, make: Callable[..., Any]
) -> None:
    program = Caller(nobody.client, nobody.actor, exchange(nobody, make().json["token"]).json["access_token"])
    for answer in (
        program.patch("/me", {"email": "other@example.com"}),
        program.post("/me/password", {"old": PASSWORD, "new": "Battery-Staple-9"}),
        program.post("/me/sessions/end", {"this_too": True}),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_token_is_made_for_nobody_who_is_not_there(
    service: ServiceUnderTest, admin: Caller, make: Callable[..., Any], erp: Staff
) -> None:
    unknown = make(staff_id=str(admin.actor.department_id))
    assert (unknown.status_code, unknown.json["code"]) == (409, "not_a_program")
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Staff, erp.id).active = False
    assert make().json["code"] == "not_a_program"
