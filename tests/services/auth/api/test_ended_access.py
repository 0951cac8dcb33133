"""What somebody may no longer do ends at once: with the change, not with the token."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.people import PASSWORD, Hire, given

ENDED = "auth.access_ended.v1"


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """A seller."""
    return hire("wang", "王芳", roles=["sales"])


@pytest.fixture
def enter(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> Callable[[], tuple[Caller, str]]:
    """``enter()`` signs in: somebody with a token, and the secret of the session."""

    def open_session() -> tuple[Caller, str]:
        answer = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD})
        return as_(nobody, answer.json["access_token"]), answer.json["session"]

    return open_session


def as_(nobody: Caller, token: str) -> Caller:
    return Caller(nobody.client.application.test_client(), nobody.actor, token)


def status_of(service: ServiceUnderTest, caller: Caller) -> tuple[int, str]:
    """What the service answers once it has looked at the ended access again."""
    service.app.extensions["verifier"].look_again()
    answer = caller.get("/me")
    return answer.status_code, answer.json.get("code", "")


def renew(nobody: Caller, secret: str) -> Any:
    return nobody.post("/auth/sessions/token", {"session": secret})


def test_a_disabled_persons_token_and_session_are_over(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, wang: Staff, enter: Callable[[], tuple[Caller, str]]
) -> None:
    person, secret = enter()
    assert status_of(service, person) == (200, "")
    assert admin.post(f"/staff/{wang.id}/disable", version=wang.version).status_code == 200
    assert status_of(service, person) == (401, "token_ended")
    assert renew(nobody, secret).json["code"] == "session_ended"
    [told] = service.told(ENDED)
    assert (told["staff_id"], told["session_id"]) == (str(wang.id), None)


@pytest.mark.parametrize("change", ["roles", "department_id"])
def test_another_role_or_department_ends_the_token_and_the_session_gives_another(
    service: ServiceUnderTest,
    admin: Caller,
    nobody: Caller,
    wang: Staff,
    enter: Callable[[], tuple[Caller, str]],
    department: Callable[..., UUID],
    change: str,
) -> None:
    person, secret = enter()
    value: Any = ["service"] if change == "roles" else str(department("销售部"))
    assert admin.patch(f"/staff/{wang.id}", {change: value}, version=wang.version).status_code == 200
    assert status_of(service, person) == (401, "token_ended")
    renewed = renew(nobody, secret).json
    assert status_of(service, as_(nobody, renewed["access_token"])) == (200, "")
    assert renewed["staff"][change] == value


def test_another_phone_ends_nothing(
    service: ServiceUnderTest, admin: Caller, wang: Staff, enter: Callable[[], tuple[Caller, str]]
) -> None:
    person, _ = enter()
    admin.patch(f"/staff/{wang.id}", {"phone": "138 4377 1497", "roles": ["sales"]}, version=wang.version)
    assert status_of(service, person) == (200, "")
    assert service.told(ENDED) == []


@pytest.mark.parametrize("change", [{"active": False}, {"permissions": {"case:read": "own"}}])
def test_a_changed_role_ends_the_tokens_of_whoever_holds_it(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, hire: Hire, change: dict[str, Any]
) -> None:
    body = {"code": "helper", "name_zh": "助手", "name_en": "Helper", "permissions": {"case:read": "all"}}
    role = admin.post("/roles", body).json
    holders = {str(hire(name, roles=["helper"]).id) for name in ("li", "zhao")}
    hire("other", roles=["sales"])
    answer = nobody.post("/auth/sessions", {"username": "li", "password": PASSWORD}).json
    admin.patch(f"/roles/{role['id']}", change, version=role["version"])
    assert {told["staff_id"] for told in service.told(ENDED)} == holders
    assert status_of(service, as_(nobody, answer["access_token"])) == (401, "token_ended")
    permissions = renew(nobody, answer["session"]).json["staff"]["permissions"]
    assert permissions == change.get("permissions", {})


def test_another_name_of_a_role_ends_nothing(service: ServiceUnderTest, admin: Caller, hire: Hire) -> None:
    body = {"code": "helper", "name_zh": "助手", "name_en": "Helper", "permissions": {"case:read": "all"}}
    role = admin.post("/roles", body).json
    hire("li", roles=["helper"])
    admin.patch(f"/roles/{role['id']}", {"name_en": "Assistant"}, version=role["version"])
    assert service.told(ENDED) == []


def test_a_given_password_ends_the_token_and_the_session(
    service: ServiceUnderTest, nobody: Caller, enter: Callable[[], tuple[Caller, str]]
) -> None:
    person, secret = enter()
    given(service, "wang")
    assert status_of(service, person) == (401, "token_ended")
    assert renew(nobody, secret).status_code == 401


def test_an_own_new_password_ends_every_session_but_the_one_at_work(
    service: ServiceUnderTest, nobody: Caller, enter: Callable[[], tuple[Caller, str]]
) -> None:
    (here, secret_here), (elsewhere, secret_elsewhere) = enter(), enter()
    assert here.post("/me/password", {"old": PASSWORD, "new": "Battery-Staple-9"}).status_code == 200
    assert status_of(service, elsewhere) == (401, "token_ended")
    assert renew(nobody, secret_elsewhere).json["code"] == "session_ended"
    assert status_of(service, as_(nobody, renew(nobody, secret_here).json["access_token"])) == (200, "")


def test_signing_out_ends_the_token_of_that_session_alone(
    service: ServiceUnderTest, nobody: Caller, enter: Callable[[], tuple[Caller, str]]
) -> None:
    (here, secret), (elsewhere, _) = enter(), enter()
    nobody.post("/auth/sessions/end", {"session": secret})
    assert status_of(service, here) == (401, "token_ended")
    assert status_of(service, elsewhere) == (200, "")


def test_a_token_is_never_issued_on_what_was_true_before_a_change(
    service: ServiceUnderTest, admin: Caller, nobody: Caller, wang: Staff, enter: Callable[[], tuple[Caller, str]]
) -> None:
    """Renewals run against a change of roles: a token that still holds afterwards says the new roles."""
    _, secret = enter()
    renewed: list[dict[str, Any]] = []

    def renew_often() -> None:
        caller = as_(nobody, "")
        renewed.extend(renew(caller, secret).json for _ in range(12))

    threads = [Thread(target=renew_often) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert admin.patch(f"/staff/{wang.id}", {"roles": ["service"]}, version=wang.version).status_code == 200
    for thread in threads:
        thread.join()
    still_good = [answer for answer in renewed if status_of(service, as_(nobody, answer["access_token"]))[0] == 200]
    assert all(answer["staff"]["roles"] == ["service"] for answer in still_good)
    assert [answer["staff"]["roles"] for answer in renewed if answer not in still_good] == [["sales"]] * (
        len(renewed) - len(still_good)
    )
