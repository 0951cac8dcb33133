"""A case is worked on by the desk it lies on, step by step, and every step is on its timeline."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from tests.services.feedback.scenario import LEAD, READER, SAID, CreateCase, Judge, refused, step, timeline


def test_a_complaint_goes_from_open_to_closed(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    case = create_case()
    taken = step(agent, case, "take")
    assert (taken["status"], taken["assignee_id"]) == ("taken", str(agent.actor.id))
    noted = step(agent, taken, "note", text="已致电")
    assert noted["version"] == taken["version"]
    resolved = step(agent, noted, "resolve", result="compensated", outcome="退款20元")
    assert (resolved["status"], resolved["result"], resolved["outcome"]) == ("resolved", "compensated", "退款20元")
    assert resolved["answered_at"]
    closed = step(colleague, resolved, "close")
    assert closed["status"] == "closed"
    assert closed["closed_at"]
    assert timeline(agent, case) == ["filed", "taken", "note", "resolved", "closed"]
    assert [(told["version"], told["status"]) for told in service.told(SAID)] == [
        (1, "open"),
        (2, "taken"),
        (3, "resolved"),
        (4, "closed"),
    ]
    assert service.told(SAID)[-1]["result"] == "compensated"


def test_a_step_is_on_the_timeline_with_who_and_what(agent: Caller, create_case: CreateCase) -> None:
    case = step(agent, create_case(), "take")
    step(agent, case, "note", text="已致电")
    [noted, taken, filed] = agent.get(f"/cases/{case['id']}/timeline").json["items"]
    assert (noted["kind"], noted["text"], noted["actor_name"]) == ("note", "已致电", "王芳")
    assert (taken["kind"], taken["actor_id"]) == ("taken", str(agent.actor.id))
    assert filed["data"] == {"desk": "service", "tier": "ordinary", "channel": "phone"}


def test_a_step_leaves_a_trail_of_the_fields(service: ServiceUnderTest, agent: Caller, create_case: CreateCase) -> None:
    step(agent, create_case(), "take")
    with service.unit_of_work() as ctx:
        [fields] = ctx.session.scalars(select(Change.fields).where(Change.action == "changed"))
    assert fields["status"] == ["open", "taken"]
    assert fields["assignee_id"] == [None, str(agent.actor.id)]


@pytest.mark.parametrize(
    ("name", "body"),
    [("take", {}), ("note", {"text": "x"}), ("close", {})],
)
def test_a_case_of_the_lead_desk_is_not_for_customer_service(
    agent: Caller, create_case: CreateCase, name: str, body: dict[str, str]
) -> None:
    assert refused(agent, create_case(tier=Tier.VIP), name, **body) == (409, "wrong_desk")


def test_a_case_of_the_service_desk_is_not_for_who_only_leads(
    service: ServiceUnderTest, create_case: CreateCase
) -> None:
    only_leads = service.person("领导", {name: scope for name, scope in LEAD.items() if name != "case:handle"})
    assert refused(only_leads, create_case(), "take") == (409, "wrong_desk")
    assert step(only_leads, create_case(tier=Tier.VIP), "take")["status"] == "taken"


def test_who_works_at_no_desk_changes_nothing(service: ServiceUnderTest, create_case: CreateCase) -> None:
    reader = service.person("领导", READER)
    assert refused(reader, create_case(), "take") == (403, "forbidden")


def test_only_the_right_desk_closes(agent: Caller, lead: Caller, create_case: CreateCase) -> None:
    taken = step(lead, create_case(tier=Tier.POTENTIAL), "take")
    resolved = step(lead, taken, "resolve", result="satisfied", outcome="已道歉")
    assert refused(agent, resolved, "close") == (409, "wrong_desk")
    assert step(lead, resolved, "close")["status"] == "closed"


def test_two_cannot_take_the_same_case(agent: Caller, colleague: Caller, create_case: CreateCase) -> None:
    case = create_case()
    taken = step(agent, case, "take")
    assert refused(colleague, case, "take") == (412, "stale_version")
    assert refused(colleague, taken, "take") == (409, "wrong_status")


def test_what_another_has_taken_is_released_before_it_is_resolved(
    agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    taken = step(agent, create_case(), "take")
    assert refused(colleague, taken, "resolve", result="explained", outcome="x") == (409, "taken_by_other")
    free = step(colleague, taken, "release")
    assert (free["status"], free["assignee_id"], free["assignee_name"]) == ("open", None, "")
    mine = step(colleague, free, "take")
    assert step(colleague, mine, "resolve", result="explained", outcome="x")["status"] == "resolved"


def test_a_reopened_complaint_waits_again_with_its_time_anew(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase
) -> None:
    taken = step(agent, create_case(received_at="2026-01-05T10:00:00+08:00"), "take")
    closed = step(agent, step(agent, taken, "resolve", result="explained", outcome="x"), "close")
    again = step(agent, closed, "reopen", reason="客户不满意")
    assert (again["status"], again["assignee_id"], again["overdue"]) == ("open", None, False)
    assert (again["result"], again["outcome"], again["answered_at"], again["closed_at"]) == (None, "", None, None)
    assert datetime.fromisoformat(again["due_at"]) == datetime.fromisoformat(again["updated_at"]) + timedelta(hours=72)
    assert agent.get(f"/cases/{again['id']}/timeline").json["items"][0]["text"] == "客户不满意"
    assert service.told(SAID)[-1]["closed_at"] is None


def test_a_reopened_complaint_moves_if_its_customer_has_risen(
    agent: Caller, lead: Caller, create_case: CreateCase, judge: Judge
) -> None:
    taken = step(agent, create_case(), "take")
    resolved = step(agent, taken, "resolve", result="explained", outcome="x")
    judge(resolved["customer_id"], Tier.VIP)
    assert lead.get(f"/cases/{resolved['id']}").json["desk"] == "service"
    again = step(agent, resolved, "reopen", reason="客户不满意")
    assert (again["desk"], again["tier"]) == ("lead", "vip")
    assert timeline(lead, again)[-2:] == ["reopened", "moved"]
    assert step(lead, again, "take")["status"] == "taken"


def test_feedback_is_not_resolved_and_a_complaint_not_answered(agent: Caller, create_case: CreateCase) -> None:
    feedback = step(agent, create_case(kind="feedback"), "take")
    assert refused(agent, feedback, "resolve", result="explained", outcome="x") == (409, "wrong_case_kind")


def test_a_step_needs_the_version_it_was_made_on(agent: Caller, create_case: CreateCase) -> None:
    answer = agent.post(f"/cases/{create_case()['id']}/take")
    assert (answer.status_code, answer.json["code"]) == (428, "version_required")


def test_how_it_ended_is_said_in_full(agent: Caller, create_case: CreateCase) -> None:
    taken = step(agent, create_case(), "take")
    answer = agent.post(f"/cases/{taken['id']}/resolve", {"result": "gone"}, version=taken["version"])
    assert answer.json["fields"] == {"result": ["unknown_choice"], "outcome": ["required"]}
