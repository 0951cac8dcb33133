"""A link to the own address sets a password: once, for an hour, and nobody learns anything from asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.jobs import jobs
from services.auth.resets.domain.links import MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS
from services.auth.store.models import PasswordLink, SignIn, Staff
from tests.services.auth.people import PASSWORD, As, Hire, given, token_sent, tokens_sent
from tests.services.auth.second_factors import set_up

NEW = "Battery-Staple-9"
ENDED = (410, "password_link_ended")


@pytest.fixture
def wang(hire: Hire) -> Staff:
    """Somebody who stands for an address."""
    return hire("wang", "王芳", roles=["sales"], email="wang@example.com")


def reset(admin: Caller, person: Staff) -> Any:
    return admin.post(f"/staff/{person.id}/reset-password")


def use(nobody: Caller, token: str, new: str = NEW) -> Any:
    return nobody.post("/auth/password-links/use", {"token": token, "new": new})


def look(nobody: Caller, token: str) -> Any:
    return nobody.post("/auth/password-links/look", {"token": token})


def enter(nobody: Caller, password: str, username: str = "wang") -> Any:
    return nobody.post("/auth/tokens", {"username": username, "password": password})


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json.get("code", "")


def ask(service: ServiceUnderTest, nobody: Caller, login: str, address: str = "10.0.0.7") -> Any:
    answer = nobody.post("/auth/password-links", {"login": login}, origin=address)
    service.work(jobs)
    return answer


def test_a_reset_sends_a_link_and_the_administrator_sees_neither_it_nor_a_password(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff
) -> None:
    answer = reset(admin, wang)
    assert (answer.status_code, answer.json) == (200, {"sent_to": "w***@example.com", "request": None})
    [(to, token)] = tokens_sent(service)
    assert (to, token in answer.text) == ("wang@example.com", False)
    assert enter(nobody, PASSWORD).status_code == 200, "until it is used the old password stays"
    secret = nobody.post("/auth/sessions", {"username": "wang", "password": PASSWORD}).json["session"]
    assert look(nobody, token).json == {"username": "wang", "name": "王芳"}
    assert use(nobody, token).json == {}
    assert nobody.post("/auth/sessions/token", {"session": secret}).status_code == 401
    assert [enter(nobody, each).status_code for each in (PASSWORD, NEW)] == [401, 200]
    assert enter(nobody, NEW).json["staff"]["must_change_password"] is False
    with service.unit_of_work() as ctx:
        actions = ctx.session.scalars(text("SELECT action FROM change WHERE kind = 'staff' ORDER BY id")).all()
        dump = "".join(str(row) for row in ctx.session.execute(text("SELECT * FROM password_link")))
    assert list(actions)[-2:] == ["password_link_sent", "password_set_by_link"]
    assert token not in dump, "only its hash is kept"


def test_a_link_is_good_once(service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff) -> None:
    reset(admin, wang)
    token = token_sent(service)
    assert [use(nobody, token).status_code, use(nobody, token, "Another-Horse-8").status_code] == [200, 410]
    assert said(look(nobody, token)) == ENDED


@pytest.mark.parametrize(("minutes", "seconds", "status"), [(59, 59, 200), (60, 0, 410)])
def test_a_link_is_good_for_an_hour(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff, minutes: int, seconds: int, status: int
) -> None:
    service.clock.stop()
    reset(admin, wang)
    service.clock.advance(timedelta(minutes=minutes, seconds=seconds))
    assert use(nobody, token_sent(service)).status_code == status


def test_a_newer_link_ends_the_one_before(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff
) -> None:
    for _ in range(2):
        reset(admin, wang)
    first, second = (token for _, token in tokens_sent(service))
    assert said(use(nobody, first)) == ENDED
    assert use(nobody, second).status_code == 200


def test_disabling_ends_it_for_good(service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff) -> None:
    reset(admin, wang)
    admin.post(f"/staff/{wang.id}/disable", version=1)
    admin.post(f"/staff/{wang.id}/enable", version=2)
    assert said(use(nobody, token_sent(service))) == ENDED


def test_another_address_ends_it_even_when_it_is_changed_back(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff, caller: As
) -> None:
    reset(admin, wang)
    token = token_sent(service)
    for address in ("new@example.com", "wang@example.com"):
        caller(wang).patch("/me", {"email": address})
    assert said(use(nobody, token)) == ENDED


def test_another_password_ends_it(service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff) -> None:
    reset(admin, wang)
    given(service, "wang")
    assert said(use(nobody, token_sent(service))) == ENDED


def test_the_password_has_to_be_a_good_one_and_a_refused_one_uses_nothing_up(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff
) -> None:
    reset(admin, wang)
    token = token_sent(service)
    assert use(nobody, token, "short").json["fields"] == {"new": ["too_short"]}
    assert use(nobody, token, "wang-is-my-name").json["fields"] == {"new": ["contains_own_name"]}
    assert use(nobody, token).status_code == 200


def test_a_second_factor_is_still_asked_for(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff, caller: As
) -> None:
    set_up(caller(wang))
    reset(admin, wang)
    assert use(nobody, token_sent(service)).status_code == 200
    assert said(enter(nobody, NEW)) == (401, "second_factor_required")


def test_guessing_tokens_is_slow_and_on_record(service: ServiceUnderTest, nobody: Caller) -> None:
    for number in range(100):
        assert said(look(nobody, f"guess-{number}")) == ENDED
    assert said(look(nobody, "guess")) == (429, "too_many_attempts")
    with service.unit_of_work() as ctx:
        rows = select(SignIn.reason, func.count()).group_by(SignIn.reason).order_by(SignIn.reason)
        assert ctx.session.execute(rows).all() == [("too_many_attempts", 1), ("wrong_link", 100)]


@pytest.mark.parametrize("login", ["wang", "WANG", "wang@example.com", "Wang@Example.com"])
def test_who_has_forgotten_it_asks_by_user_name_or_address(
    service: ServiceUnderTest, nobody: Caller, wang: Staff, login: str
) -> None:
    assert ask(service, nobody, login).json == {}
    assert [to for to, _ in tokens_sent(service)] == [wang.email]
    assert use(nobody, token_sent(service)).status_code == 200
    with service.unit_of_work() as ctx:
        assert [link.made_by for link in ctx.session.scalars(select(PasswordLink))] == [None]


def test_asking_says_nothing_of_who_is_there(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, hire: Hire
) -> None:
    gone = hire("gone", email="gone@example.com")
    hire("bare")
    admin.post(f"/staff/{gone.id}/disable", version=1)
    answers = [
        ask(service, nobody, login) for login in ("gone", "bare", "nobody", "no.such@example.com", "my pass word")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(email_table)) == 0
        asked = ctx.session.execute(select(SignIn.username, SignIn.staff_id, SignIn.ok, SignIn.reason)).all()
    assert {(row.staff_id, row.ok, row.reason) for row in asked} == {(None, False, "link_asked")}
    assert "my pass word" not in {row.username for row in asked}, "a password in the wrong field is not written down"


def test_asking_does_not_close_the_account(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    for _ in range(20):
        ask(service, nobody, wang.username)
    assert enter(nobody, PASSWORD).status_code == 200


def test_one_account_gets_three_links_an_hour(service: ServiceUnderTest, nobody: Caller, wang: Staff) -> None:
    service.clock.stop()
    for _ in range(MOST_FOR_ACCOUNT + 2):
        assert ask(service, nobody, wang.username).json == {}
    assert len(tokens_sent(service)) == MOST_FOR_ACCOUNT
    for seconds, sent in ((3599, MOST_FOR_ACCOUNT), (1, MOST_FOR_ACCOUNT + 1)):
        service.clock.advance(timedelta(seconds=seconds))
        ask(service, nobody, wang.username)
        assert len(tokens_sent(service)) == sent


def test_one_address_asks_thirty_times_an_hour(service: ServiceUnderTest, nobody: Caller) -> None:
    service.clock.stop()
    for number in range(MOST_FROM_ADDRESS):
        assert ask(service, nobody, f"name{number}").status_code == 200
    refused = ask(service, nobody, "wang")
    assert (said(refused), refused.json["detail"]) == ((429, "too_many_attempts"), {"seconds": 3600})
    assert ask(service, nobody, "wang", "10.0.0.8").status_code == 200
    service.clock.advance(timedelta(hours=1))
    assert ask(service, nobody, "wang").status_code == 200


def test_a_manager_starts_somebody_with_an_address_alone(
    service: ServiceUnderTest, nobody: Caller, hire: Hire, caller: As, office: UUID
) -> None:
    manager = caller(hire("chen", roles=["department_manager"]))
    person = {
        "username": "li",
        "name": "李强",
        "department_id": str(office),
        "roles": ["sales"],
        "email": "li@example.com",
    }
    made = manager.post("/staff", person).json
    assert made["begun"] == {"sent_to": "***@example.com".replace("***", "l***"), "request": None}
    service.clock.advance(timedelta(hours=2))
    assert said(use(nobody, token_sent(service))) == ENDED
    assert "reset-password" in made["actions"]
    assert manager.post(f"/staff/{made['id']}/reset-password").json["sent_to"] == "l***@example.com"
    assert use(nobody, token_sent(service)).status_code == 200
    assert enter(nobody, NEW, "li").status_code == 200
    assert manager.post(f"/staff/{made['id']}/reset-password").status_code == 403, "only whoever has not begun"
    ask(service, nobody, "li")
    assert len(tokens_sent(service)) == 3, "the address has proved itself by the first password"


def test_a_newcomer_whose_link_is_over_asks_for_another_one(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, office: UUID
) -> None:
    admin.post("/staff", {"username": "li", "name": "李强", "department_id": str(office), "email": "li@example.com"})
    service.clock.advance(timedelta(days=3))
    ask(service, nobody, "li")
    assert use(nobody, token_sent(service)).status_code == 200
