"""At 50 and 80 percent who has a case is told, at the deadline the leadership too: each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.context import Deployment
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.feedback.schedules import schedules
from services.feedback.usecases.escalating import tell_of_deadlines
from tests.services.feedback.scenario import AddCustomer, CreateCase, Judge, step

NOTICE = "activity.notice_raised.v1"
HOUR = timedelta(hours=1)
Look = Callable[[datetime], list[tuple[str, list[str], str]]]


@pytest.fixture
def look(service: ServiceUnderTest) -> Look:
    """``look(at)``: what is newly told then: kind, persons, permission."""

    def told() -> list[dict[str, Any]]:
        return [each for each in service.told(NOTICE) if each["kind"].startswith(("case_due", "case_o", "case_e"))]

    def at(now: datetime) -> list[tuple[str, list[str], str]]:
        before = len(told())
        with service.unit_of_work(now=now) as ctx:
            tell_of_deadlines(ctx)
        return [(each["kind"], each["to"], each["permission"]) for each in told()[before:]]

    return at


def received(case: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(case["received_at"])


def test_who_has_it_is_told_twice_before_and_with_the_leadership_at_the_deadline(
    agent: Caller, create_case: CreateCase, look: Look
) -> None:
    case = step(agent, create_case(), "take")
    start, me = received(case), [str(agent.actor.id)]
    assert look(start + 35 * HOUR) == []
    assert look(start + 36 * HOUR) == [("case_due", me, "")]
    assert look(start + 40 * HOUR) == []
    assert look(start + 58 * HOUR) == [("case_due", me, "")]
    assert look(start + 58 * HOUR) == []
    assert look(start + 72 * HOUR) == [("case_overdue", me, ""), ("case_escalated", [], "case:lead")]
    assert look(start + 99 * HOUR) == []
    assert agent.get(f"/cases/{case['id']}").json["version"] == case["version"]


def test_what_nobody_has_is_told_to_its_desk(create_case: CreateCase, look: Look) -> None:
    start = received(create_case())
    assert look(start + 36 * HOUR) == [("case_due", [], "case:handle")]
    assert look(start + 72 * HOUR) == [("case_overdue", [], "case:handle"), ("case_escalated", [], "case:lead")]


def test_what_lies_at_the_leaderships_desk_is_told_to_it_once(create_case: CreateCase, look: Look) -> None:
    start = received(create_case(tier=Tier.VIP))
    assert look(start + 2 * HOUR) == [("case_due", [], "case:lead")]
    assert look(start + 4 * HOUR) == [("case_escalated", [], "case:lead")]


def test_what_is_done_or_waits_for_the_customer_is_told_of_to_nobody(
    agent: Caller, create_case: CreateCase, look: Look
) -> None:
    waiting = step(agent, step(agent, create_case(), "take"), "wait")
    done = step(agent, step(agent, create_case(), "take"), "resolve", result="explained", outcome="已说明")
    assert look(received(done) + 99 * HOUR) == []
    on = step(agent, waiting, "resume")
    assert [kind for kind, *_ in look(received(on) + 37 * HOUR)] == ["case_due"]


def test_what_was_late_when_it_was_filed_is_told_of_to_nobody(create_case: CreateCase, look: Look) -> None:
    create_case(received_at="2026-01-05T09:00:00+08:00")
    assert look(datetime.now(UTC)) == []


def test_a_late_first_answer_is_told_once_too(lead: Caller, agent: Caller, create_case: CreateCase, look: Look) -> None:
    rules = lead.get("/deadline-rules").json["items"]
    rule = next(each for each in rules if (each["kind"], each["tier"]) == ("complaint", "ordinary"))
    terms = {"first_minutes": 60, "result_minutes": 6000, "clock": "always"}
    lead.patch(f"/deadline-rules/{rule['id']}", terms, version=rule["version"])
    case, answered = create_case(), step(agent, create_case(), "take")
    step(agent, answered, "answer", text="在查", channel="phone")
    assert look(received(case) + HOUR / 2) == []
    late = [("case_overdue", [], "case:handle"), ("case_escalated", [], "case:lead")]
    assert look(received(case) + HOUR * 2) == late
    assert look(received(case) + HOUR * 3) == []


def test_a_nearer_deadline_after_a_rise_has_marks_of_its_own(
    add_customer: AddCustomer, create_case: CreateCase, judge: Judge, look: Look
) -> None:
    case = create_case(customer=add_customer())
    start = received(case)
    assert len(look(start + 36 * HOUR)) == 1
    judge(case["customer_id"], Tier.VIP, 2, start + 37 * HOUR)
    assert look(start + 38 * HOUR) == []
    assert look(start + 39 * HOUR) == [("case_due", [], "case:lead")]
    assert look(start + 41 * HOUR) == [("case_escalated", [], "case:lead")]


def test_it_is_looked_at_every_five_minutes(service: ServiceUnderTest) -> None:
    ask = {"deployment": Deployment()}
    assert schedules.tick(service.engine, now=datetime(2026, 11, 20, 8, 1, tzinfo=UTC), **ask) == []
    assert schedules.tick(service.engine, now=datetime(2026, 11, 20, 8, 5, tzinfo=UTC), **ask) == ["deadlines"]
