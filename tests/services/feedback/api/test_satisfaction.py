"""After the end the customer is asked once by mail how satisfied he is, or the desk notes it after a call."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import SYSTEM
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.feedback.satisfaction.domain.rules import MOST_WRONG
from services.feedback.satisfaction.usecases.asking import ask_satisfaction
from services.feedback.usecases.steps import AskSatisfaction
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, refused, step, timeline

Ask = Callable[..., list[str]]


@pytest.fixture
def ask(service: ServiceUnderTest) -> Ask:
    """``ask(case)``: ask its customer; the tokens of all links that were sent about it."""

    def sent(case: dict[str, Any], now: datetime | None = None) -> list[str]:
        with service.unit_of_work(now=now) as ctx:
            ask_satisfaction(ctx, AskSatisfaction(case_id=UUID(case["id"])))
            key = f"case-satisfaction:{case['id']}"
            rows = ctx.session.execute(email_table.select().where(email_table.c.unique_key == key))
            return [found[1] for each in rows if (found := re.search(r"token=(\S+)", each.text)) is not None]

    return sent


@pytest.fixture
def anybody(service: ServiceUnderTest) -> Caller:
    return service.caller(SYSTEM)


@pytest.fixture
def closed(agent: Caller, create_case: CreateCase) -> dict[str, Any]:
    taken = step(agent, create_case(), "take")
    return step(agent, step(agent, taken, "resolve", result="explained", outcome="已说明"), "close")


def test_the_link_takes_one_answer_and_says_nothing_of_the_case(
    service: ServiceUnderTest, agent: Caller, anybody: Caller, closed: dict[str, Any], ask: Ask
) -> None:
    [token] = ask(closed)
    assert ask(closed) == [token]  # asked once
    looked = anybody.post("/satisfaction/look", {"token": token})
    assert (looked.status_code, set(looked.json)) == (200, {"expires_at"})
    wrong = anybody.post("/satisfaction/answer", {"token": token, "score": 6})
    assert wrong.json["fields"] == {"score": ["out_of_range"]}
    assert anybody.post("/satisfaction/answer", {"token": token, "score": 4, "words": "挺快"}).status_code == 200
    again = anybody.post("/satisfaction/answer", {"token": token, "score": 1})
    assert (again.status_code, again.json["code"]) == (410, "survey_ended")
    now = agent.get(f"/cases/{closed['id']}").json
    assert now["satisfaction"] == 4
    assert "rate" not in now["actions"]
    assert service.told(SAID)[-1]["satisfaction"] == 4
    assert timeline(agent, closed)[-1] == "rated"


def test_a_link_is_good_for_thirty_days(anybody: Caller, closed: dict[str, Any], ask: Ask) -> None:
    now = datetime.now(UTC)
    [token] = ask(closed, now - timedelta(days=30))
    assert anybody.post("/satisfaction/look", {"token": token}).status_code == 410


def test_wrong_links_are_counted_and_then_refused(anybody: Caller, closed: dict[str, Any], ask: Ask) -> None:
    [token] = ask(closed)
    for _ in range(MOST_WRONG):
        assert anybody.post("/satisfaction/look", {"token": "x"}).status_code == 410
    late = anybody.post("/satisfaction/look", {"token": token})
    assert (late.status_code, late.json["code"]) == (429, "too_many_links")


def test_what_the_desk_notes_after_a_call_is_not_asked_again(
    agent: Caller, create_case: CreateCase, closed: dict[str, Any], ask: Ask
) -> None:
    assert refused(agent, create_case(), "rate", score=5) == (409, "wrong_status")
    rated = step(agent, closed, "rate", score=2, words="太慢")
    assert rated["satisfaction"] == 2
    assert refused(agent, rated, "rate", score=5) == (409, "said_already")
    assert ask(closed) == []


def test_a_note_of_the_desk_ends_the_link(agent: Caller, anybody: Caller, closed: dict[str, Any], ask: Ask) -> None:
    [token] = ask(closed)
    step(agent, closed, "rate", score=2)
    assert anybody.post("/satisfaction/answer", {"token": token, "score": 5}).status_code == 410


def test_nobody_is_asked_about_what_was_taken_up_again_or_without_an_address(
    agent: Caller, add_customer: AddCustomer, create_case: CreateCase, closed: dict[str, Any], ask: Ask
) -> None:
    assert ask(step(agent, closed, "reopen", reason="又来了")) == []
    silent = create_case(kind="feedback", customer=add_customer(email=""))
    assert ask(step(agent, silent, "reply", text="谢谢")) == []


def test_who_gave_feedback_is_asked_too(agent: Caller, create_case: CreateCase, ask: Ask) -> None:
    assert len(ask(step(agent, create_case(kind="feedback"), "reply", text="谢谢"))) == 1
