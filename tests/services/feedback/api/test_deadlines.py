"""The leadership keeps the policy of deadlines; a case keeps the one it was given, and rests while we wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from tests.services.feedback.scenario import CreateCase, refused, step, timeline

HOURS = {"opens": "09:00", "lunch_from": "12:00", "lunch_to": "13:30", "closes": "18:00"}


def span(case: dict[str, Any], name: str = "due_at") -> timedelta:
    return datetime.fromisoformat(case[name]) - datetime.fromisoformat(case["received_at"])


def rule_for(lead: Caller, kind: str, tier: str) -> dict[str, Any]:
    rules = lead.get("/deadline-rules", query_string={"limit": 60}).json["items"]
    return next(each for each in rules if (each["kind"], each["tier"], each["channel"]) == (kind, tier, None))


@pytest.mark.parametrize(
    ("kind", "tier", "hours"),
    [
        ("complaint", Tier.VIP, 4),
        ("complaint", Tier.POTENTIAL, 24),
        ("complaint", Tier.ORDINARY, 72),
        ("feedback", Tier.VIP, 72),
        ("feedback", Tier.ORDINARY, 72),
    ],
)
def test_what_is_delivered_is_what_held_before_there_was_a_policy(
    create_case: CreateCase, lead: Caller, kind: str, tier: Tier, hours: int
) -> None:
    case = create_case(kind=kind, tier=tier)
    assert span(case) == timedelta(hours=hours)
    assert case["first_due_at"] is None


def test_a_changed_rule_holds_for_what_is_filed_from_then_on(
    agent: Caller, lead: Caller, create_case: CreateCase
) -> None:
    old = create_case()
    rule = rule_for(lead, "complaint", "ordinary")
    terms = {"first_minutes": 60, "result_minutes": 120, "clock": "always"}
    assert agent.patch(f"/deadline-rules/{rule['id']}", terms, version=rule["version"]).status_code == 403
    assert lead.patch(f"/deadline-rules/{rule['id']}", terms, version=rule["version"]).status_code == 200
    new = create_case()
    assert (span(new, "first_due_at"), span(new)) == (timedelta(hours=1), timedelta(hours=2))
    assert agent.get(f"/cases/{old['id']}").json["due_at"] == old["due_at"]

    twisted = lead.patch(f"/deadline-rules/{rule['id']}", {**terms, "first_minutes": 121}, version=rule["version"] + 1)
    assert twisted.json["fields"] == {"first_minutes": ["after_the_result"]}


def test_a_channel_can_have_terms_of_its_own(lead: Caller, create_case: CreateCase) -> None:
    told = {"kind": "complaint", "tier": "ordinary", "channel": "web", "result_minutes": 30, "clock": "always"}
    rule = lead.post("/deadline-rules", told).json
    assert rule["actions"] == ["edit", "disable"]
    assert lead.post("/deadline-rules", told).json["fields"] == {"channel": ["already_taken"]}
    assert span(create_case(channel="web")) == timedelta(minutes=30)
    assert span(create_case()) == timedelta(hours=72)
    off = lead.post(f"/deadline-rules/{rule['id']}/disable", version=rule["version"]).json
    assert span(create_case(channel="web")) == timedelta(hours=72)
    lead.post(f"/deadline-rules/{rule['id']}/enable", version=off["version"])
    assert span(create_case(channel="web")) == timedelta(minutes=30)
    general = rule_for(lead, "complaint", "ordinary")
    last = lead.post(f"/deadline-rules/{general['id']}/disable", version=general["version"])
    assert (last.status_code, last.json["code"]) == (409, "last_rule")


def test_working_time_follows_the_calendar_and_the_houses_own_days(lead: Caller, create_case: CreateCase) -> None:
    rule = rule_for(lead, "complaint", "ordinary")
    terms = {"result_minutes": 60, "clock": "working"}
    lead.patch(f"/deadline-rules/{rule['id']}", terms, version=rule["version"])
    friday = "2026-11-27T17:30:00+08:00"

    def due() -> datetime:
        return datetime.fromisoformat(create_case(received_at=friday)["due_at"])

    assert due() == datetime.fromisoformat("2026-11-30T09:30:00+08:00")
    day = lead.post("/own-days", {"day": "2026-11-28", "worked": True, "reason": "盘点"}).json
    assert due() == datetime.fromisoformat("2026-11-28T09:30:00+08:00")
    again = lead.post("/own-days", {"day": "2026-11-28", "worked": False, "reason": "不盘点"}).json
    assert (again["id"], again["worked"]) == (day["id"], False)
    lead.post("/own-days", {"day": "2026-11-30", "worked": False, "reason": "司庆"})
    assert due() == datetime.fromisoformat("2026-12-01T09:30:00+08:00")
    off = lead.post(f"/own-days/{day['id']}/disable", version=again["version"]).json
    lead.post(f"/own-days/{day['id']}/enable", version=off["version"])
    assert [each["status"] for each in lead.get("/own-days").json["items"]] == ["active", "active"]

    calendar = lead.get("/working-calendar").json
    late = {**HOURS, "closes": "24:00", "weekdays": [5, 6], "public_holidays": False}
    wrong = lead.patch("/working-calendar", {**late, "lunch_to": "11:00"}, version=calendar["version"])
    assert wrong.json["fields"] == {"lunch_to": ["before_lunch"]}
    assert lead.patch("/working-calendar", late, version=calendar["version"]).json["weekdays"] == [5, 6]
    assert due() == datetime.fromisoformat("2026-11-27T18:30:00+08:00")


def test_time_stands_still_while_we_wait_and_the_deadline_moves(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    open_case = create_case(received_at="2026-01-05T09:00:00+08:00")
    assert refused(agent, open_case, "wait") == (409, "wrong_status")
    case = step(agent, open_case, "take")
    assert case["overdue"]
    assert refused(colleague, case, "wait") == (409, "taken_by_other")

    fresh = step(agent, create_case(), "take")
    waiting = step(agent, fresh, "wait", text="等发票")
    assert waiting["waiting_since"]
    assert "resume" in waiting["actions"]
    assert refused(agent, waiting, "wait") == (409, "wrong_status")
    on = step(agent, waiting, "resume")
    assert on["waiting_since"] is None
    assert datetime.fromisoformat(on["due_at"]) >= datetime.fromisoformat(fresh["due_at"])
    assert timeline(agent, fresh) == ["filed", "taken", "waiting", "resumed"]


def test_what_the_customer_says_ends_the_waiting(agent: Caller, create_case: CreateCase) -> None:
    waiting = step(agent, step(agent, create_case(), "take"), "wait")
    said = step(agent, waiting, "said", text="发票来了", channel="phone")
    assert said["waiting_since"] is None
    assert "wait" in said["actions"]


def test_nothing_is_late_while_we_wait_and_late_stays_late(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, set_times: Callable[..., None]
) -> None:
    case = step(agent, step(agent, create_case(), "take"), "wait")
    set_times(case, due_at="2026-01-05T12:00:00+08:00", waiting_since="2026-01-05T11:00:00+08:00")
    assert not agent.get(f"/cases/{case['id']}").json["overdue"]
    assert agent.get("/cases/count", query_string={"overdue": "true"}).json["count"] == 0
    assert agent.get("/cases/desks").json["service"]["overdue"] == 0
    done = step(agent, case, "resolve", result="explained", outcome="已说明")
    assert done["waiting_since"] is None
    assert datetime.fromisoformat(done["due_at"]) > datetime.fromisoformat(done["answered_at"])


def test_a_first_answer_is_noted_once(agent: Caller, create_case: CreateCase) -> None:
    case = step(agent, create_case(), "take")
    first = step(agent, case, "answer", text="在查", channel="phone")
    again = step(agent, first, "answer", text="查到了", channel="phone")
    assert first["first_answered_at"] == again["first_answered_at"] is not None
