"""Everybody sees where they are signed in, and ends it; the administrator does so for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, Hire


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """A seller."""
    return hire("wang", "王芳", roles=["sales"])


@pytest.fixture
def at_pages(nobody: Caller, wang: Staff) -> Caller:
    """The seller at the pages, from a browser."""
    body = {"username": "wang", "password": PASSWORD, "user_agent": "Firefox"}
    token = nobody.post("/auth/sessions", body, origin="10.1.2.3").json["access_token"]
    return Caller(nobody.client, nobody.actor, token)


@pytest.fixture
def by_program(nobody: Caller, wang: Staff) -> Caller:
    """The seller through a program."""
    answer = nobody.post("/auth/tokens", {"username": "wang", "password": PASSWORD}, headers={"User-Agent": "curl/8"})
    return Caller(nobody.client, nobody.actor, answer.json["access_token"])


def of(caller: Caller, path: str = "/me/sessions") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get(path).json["items"]
    return items


def status(service: ServiceUnderTest, caller: Caller) -> int:
    service.app.extensions["verifier"].look_again()
    return caller.get("/me").status_code


def test_one_sees_the_own_sessions_and_from_where_they_are(at_pages: Caller, by_program: Caller) -> None:
    found = {each["kind"]: each for each in of(at_pages)}
    assert (found["pages"]["address"], found["pages"]["user_agent"], found["pages"]["current"]) == (
        "10.1.2.3",
        "Firefox",
        True,
    )
    assert (found["program"]["user_agent"], found["program"]["current"]) == ("curl/8", False)
    assert found["pages"]["started_at"] <= found["pages"]["seen_at"] < found["pages"]["ends_at"]


def test_one_ends_one_of_them(service: ServiceUnderTest, at_pages: Caller, by_program: Caller) -> None:
    [program] = [each for each in of(at_pages) if each["kind"] == "program"]
    assert at_pages.post(f"/me/sessions/{program['id']}/end").status_code == 200
    assert [each["kind"] for each in of(at_pages)] == ["pages"]
    assert (status(service, by_program), status(service, at_pages)) == (401, 200)


def test_one_ends_all_but_the_one_at_work(service: ServiceUnderTest, at_pages: Caller, by_program: Caller) -> None:
    assert at_pages.post("/me/sessions/end", {}).status_code == 200
    assert (status(service, by_program), status(service, at_pages)) == (401, 200)


def test_one_ends_all(service: ServiceUnderTest, at_pages: Caller, by_program: Caller) -> None:
    assert at_pages.post("/me/sessions/end", {"this_too": True}).status_code == 200
    assert (status(service, by_program), status(service, at_pages)) == (401, 401)


def test_somebody_elses_session_does_not_exist(nobody: Caller, at_pages: Caller, hire: Hire) -> None:
    hire("li")
    answer = nobody.post("/auth/tokens", {"username": "li", "password": PASSWORD}).json
    other = Caller(nobody.client, nobody.actor, answer["access_token"])
    [mine] = of(at_pages)
    for id in (mine["id"], uuid4()):
        assert other.post(f"/me/sessions/{id}/end").json["code"] == "not_found"
    assert other.get(f"/staff/{answer['staff']['id']}/sessions").status_code == 403


def test_the_administrator_sees_and_ends_the_sessions_of_a_person(
    service: ServiceUnderTest, admin: Caller, at_pages: Caller, by_program: Caller, wang: Staff
) -> None:
    path = f"/staff/{wang.id}/sessions"
    [program] = [each for each in of(admin, path) if each["kind"] == "program"]
    assert admin.post(f"{path}/{program['id']}/end").status_code == 200
    assert (status(service, by_program), status(service, at_pages)) == (401, 200)
    assert admin.post(f"{path}/end").status_code == 200
    assert status(service, at_pages) == 401
    assert of(admin, path) == []


def test_a_department_manager_does_not_see_the_sessions_of_the_staff(
    admin: Caller, hire: Hire, caller: Callable[[Staff], Caller], wang: Staff
) -> None:
    manager = caller(hire("boss", roles=["department_manager"]))
    answer = manager.get(f"/staff/{wang.id}/sessions")
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_one_sees_the_own_sign_ins_and_what_was_tried_under_the_own_name(nobody: Caller, at_pages: Caller) -> None:
    nobody.post("/auth/tokens", {"username": "wang", "password": "wrong-password"})
    nobody.post("/auth/tokens", {"username": "li", "password": "wrong-password"})
    assert [(each["ok"], each["reason"]) for each in of(at_pages, "/me/sign-ins")] == [
        (False, "wrong_password"),
        (True, ""),
    ]
