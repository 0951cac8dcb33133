"""Oneself: contact data and password, nothing else; what is secret stays so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, Hire

NEW = "Battery-Staple-9"


@pytest.fixture
def wang(hire: Hire, caller: Callable[[Staff], Caller]) -> Caller:
    """An ordinary member of staff."""
    return caller(hire("wang", "王芳", roles=["sales"]))


def enter(nobody: Caller, password: str) -> Any:
    return nobody.post("/auth/tokens", {"username": "wang", "password": password})


def test_one_changes_the_own_contact_data_and_the_others_hear_of_it(service: ServiceUnderTest, wang: Caller) -> None:
    answer = wang.patch("/me", {"email": "wang@example.com", "phone": "138 4377 1497", "address": "北京"})
    assert answer.status_code == 200
    assert (answer.json["phone"], answer.json["address"]) == ("13843771497", "北京")
    told = service.told("auth.staff_changed.v1")[-1]
    assert (told["staff_id"], told["version"], told["email"]) == (str(wang.actor.id), 2, "wang@example.com")


@pytest.mark.parametrize("field", ["name", "username", "roles", "department_id", "active"])
def test_nothing_else_of_oneself_is_taken(wang: Caller, field: str) -> None:
    assert wang.patch("/me", {field: "x"}).json == {"code": "invalid", "fields": {field: ["unknown_field"]}}


def test_a_new_password_replaces_the_old_one_and_ends_every_session(nobody: Caller, wang: Caller) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    assert wang.post("/me/password", {"old": PASSWORD, "new": NEW}).status_code == 200
    assert enter(nobody, PASSWORD).status_code == 401
    assert enter(nobody, NEW).status_code == 200
    assert nobody.post("/auth/sessions/token", {"session": secret}).json["code"] == "session_ended"


def test_without_the_old_password_there_is_no_new_one_and_guessing_is_slow(nobody: Caller, wang: Caller) -> None:
    for _ in range(5):
        answer = wang.post("/me/password", {"old": "wrong-password", "new": NEW})
        assert (answer.status_code, answer.json["code"]) == (422, "wrong_password")
    assert wang.post("/me/password", {"old": PASSWORD, "new": NEW}).status_code == 429
    assert enter(nobody, PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "too_short"),
        ("password123", "too_common"),
        ("wang-is-my-name", "contains_own_name"),
        (PASSWORD, "same_as_before"),
    ],
)
def test_a_bad_new_password_is_named(wang: Caller, new: str, code: str) -> None:
    answer = wang.post("/me/password", {"old": PASSWORD, "new": new})
    assert (answer.status_code, answer.json["fields"]) == (422, {"new": [code]})


def test_a_reset_password_is_shown_once_and_is_to_be_changed(nobody: Caller, admin: Caller, wang: Caller) -> None:
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    given = admin.post(f"/staff/{wang.actor.id}/reset-password").json["password"]
    assert nobody.post("/auth/sessions/token", {"session": secret}).status_code == 401
    assert enter(nobody, PASSWORD).status_code == 401
    entered = enter(nobody, given).json
    assert entered["staff"]["must_change_password"] is True
    assert admin.get(f"/staff/{wang.actor.id}").json["must_change_password"] is True
    again = replace(wang, token=entered["access_token"])  # the reset has ended the one of before
    assert again.post("/me/password", {"old": given, "new": NEW}).status_code == 200
    assert enter(nobody, NEW).json["staff"]["must_change_password"] is False


def test_the_administrator_reads_a_new_persons_first_password_once(admin: Caller, nobody: Caller, office: UUID) -> None:
    person = {"username": "li", "name": "李强", "department_id": str(office)}
    first, again = (admin.post("/staff", person, key="k1") for _ in range(2))
    assert first.json["password"]
    assert again.json == {name: value for name, value in first.json.items() if name != "password"}
    answer = nobody.post("/auth/tokens", {"username": "li", "password": first.json["password"]})
    assert (answer.status_code, answer.json["staff"]["must_change_password"]) == (200, True)


def test_whom_a_manager_adds_cannot_sign_in_before_the_administrator_gives_a_password(
    admin: Caller, nobody: Caller, office: UUID, hire: Hire, caller: Callable[[Staff], Caller]
) -> None:
    manager = caller(hire("chen", roles=["department_manager"]))
    made = manager.post("/staff", {"username": "li", "name": "李强", "department_id": str(office)}).json
    assert made["password"] is None
    assert nobody.post("/auth/tokens", {"username": "li", "password": "anything-at-all"}).status_code == 401
    given = admin.post(f"/staff/{made['id']}/reset-password").json["password"]
    assert nobody.post("/auth/tokens", {"username": "li", "password": given}).status_code == 200


def test_no_password_or_secret_is_found_anywhere_in_the_database_or_the_logs(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # another app of this process may have asked for less
    opened = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json
    wang.post("/me/password", {"old": "a-wrong-guess-1", "new": NEW}, key="k1")
    wang.post("/me/password", {"old": PASSWORD, "new": NEW}, key="k2")
    given = admin.post(f"/staff/{wang.actor.id}/reset-password", key="k3").json["password"]
    person = {"username": "li", "name": "李强", "department_id": str(wang.actor.department_id)}
    first = admin.post("/staff", person, key="k4").json["password"]
    secrets = [PASSWORD, NEW, "a-wrong-guess-1", given, first, opened["session"], opened["access_token"]]
    with service.unit_of_work() as ctx:
        tables = ctx.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        dump = "".join(str(ctx.session.scalar(text(f"SELECT json_agg(t) FROM {table} t"))) for table in tables)
        assert ctx.session.scalar(text("SELECT string_agg(key, ' ') FROM idempotency")) == "k4"
        hashes = ctx.session.scalars(text("SELECT password_hash FROM credential")).all()
    assert all(hashed.startswith("$argon2id$") for hashed in hashes)
    logged = caplog.text
    assert "wang" in dump
    assert "/v1/auth/sessions" in logged
    shown = dump + logged
    assert [secret for secret in secrets if secret in shown] == []


def test_whoever_has_a_given_password_can_do_nothing_before_choosing_an_own_one(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, hire: Hire
) -> None:
    li = hire("li", roles=["department_manager"])
    given = admin.post(f"/staff/{li.id}/reset-password").json["password"]
    token = nobody.post("/auth/tokens", {"username": "li", "password": given}).json["access_token"]
    limited = Caller(nobody.client, nobody.actor, token)
    assert limited.get("/me").status_code == 200
    for method, path in [("GET", "/staff"), ("GET", "/colleagues"), ("PATCH", "/me"), ("POST", "/departments")]:
        answer = limited.call(method, path, {})
        assert (answer.status_code, answer.json["code"]) == (403, "password_change_required"), path
    assert limited.post("/me/password", {"old": given, "new": NEW}).status_code == 200
    token = nobody.post("/auth/tokens", {"username": "li", "password": NEW}).json["access_token"]
    assert Caller(nobody.client, nobody.actor, token).get("/staff").status_code == 200
