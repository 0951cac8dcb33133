"""Two cases of one matter become one, and cases that have to do with one another are linked; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, refused, step, timeline


def wrong(caller: Caller, case: dict[str, Any], name: str, code: str) -> Any:
    """What is said to be wrong with the code of another case."""
    answer = caller.post(f"/cases/{case['id']}/{name}", {"code": code}, version=case["version"])
    assert answer.status_code == 422, answer.json
    return answer.json["fields"]["code"][0]


def test_a_merged_case_closes_points_to_the_other_and_is_read_there(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer()
    goes_on, again = (create_case(customer=customer, content=content) for content in ("送餐太慢", "还是送餐的事"))
    step(colleague, again, "watch")
    merged = step(agent, again, "merge", code=goes_on["code"].lower())
    assert (merged["status"], merged["result"]) == ("closed", None)
    assert merged["closed_at"]
    assert [(each["relation"], each["code"]) for each in merged["related"]] == [("merged_into", goes_on["code"])]
    assert refused(agent, merged, "said", text="x", channel="phone") == (409, "merged_away")
    kept = colleague.get(f"/cases/{goes_on['id']}").json
    assert (kept["status"], kept["watched"]) == ("open", True)
    assert [(each["relation"], each["code"]) for each in kept["related"]] == [("merged_from", again["code"])]
    said = agent.get(f"/cases/{goes_on['id']}/timeline?part=conversation").json["items"]
    assert [(each["text"], each["case_code"]) for each in said] == [
        ("还是送餐的事", again["code"]),
        ("送餐太慢", goes_on["code"]),
    ]
    assert timeline(agent, goes_on) == ["filed", "merged_in"]
    assert timeline(agent, again) == ["filed", "merged"]
    assert service.told(SAID)[-1]["status"] == "closed"


@pytest.mark.parametrize("kind", ["complaint", "feedback"])
def test_what_was_merged_by_mistake_comes_back(
    agent: Caller, create_case: CreateCase, add_customer: AddCustomer, kind: str
) -> None:
    customer = add_customer()
    goes_on, again = (create_case(customer=customer, kind=kind) for _ in range(2))
    merged = step(agent, again, "merge", code=goes_on["code"])
    back = step(agent, merged, "reopen", reason="不是一回事")
    assert (back["status"], back["related"], back["closed_at"], back["answered_at"]) == ("open", [], None, None)


def test_only_cases_of_one_customer_that_go_on_are_merged(
    agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer()
    case, other = create_case(customer=customer), create_case()
    assert wrong(agent, case, "merge", other["code"]) == "other_customer"
    assert wrong(agent, case, "merge", case["code"]) == "the_case_itself"
    assert wrong(agent, case, "merge", "X2026000000X") == "no_such_case"
    over = step(agent, create_case(customer=customer, kind="feedback"), "reply", text="谢谢", mail=False)
    assert wrong(agent, case, "merge", over["code"]) == "case_is_over"
    third = create_case(customer=customer)
    step(agent, third, "merge", code=case["code"])
    assert refused(agent, case, "merge", code=third["code"]) == (409, "merged_away")


def test_what_somebody_else_has_in_hand_is_not_merged_away(
    agent: Caller, colleague: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer()
    case, other = create_case(customer=customer), create_case(customer=customer)
    taken = step(agent, case, "take")
    assert refused(colleague, taken, "merge", code=other["code"]) == (409, "taken_by_other")


def test_cases_are_linked_both_ways_and_no_longer(agent: Caller, create_case: CreateCase) -> None:
    case, other = create_case(), create_case(content="同一天的事")
    assert "unlink" not in case["actions"]
    linked = step(agent, case, "link", code=other["code"])
    [shown] = linked["related"]
    assert (shown["relation"], shown["code"], shown["subject_line"]) == ("linked", other["code"], "同一天的事")
    seen = agent.get(f"/cases/{other['id']}").json
    assert [each["code"] for each in seen["related"]] == [case["code"]]
    assert wrong(agent, seen, "link", case["code"]) == "linked_already"
    parted = step(agent, seen, "unlink", code=case["code"])
    assert parted["related"] == []
    assert wrong(agent, parted, "unlink", case["code"]) == "not_linked"
    assert step(agent, case, "link", code=other["code"])["related"]
    assert timeline(agent, other) == ["filed", "linked", "unlinked", "linked"]


def test_a_desk_works_by_priority_and_then_by_deadline(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    later, sooner, calm = (create_case(received_at=f"2026-11-1{day}T08:00:00+08:00") for day in (2, 1, 0))
    calm = step(agent, calm, "prioritize", priority="low")
    assert calm["priority"] == "low"
    urgent = step(agent, create_case(), "prioritize", priority="urgent")
    ids = [each["id"] for each in (urgent, sooner, later, calm)]
    found = agent.get("/cases?sort=priority&undone=true").json["items"]
    assert [each["id"] for each in found] == ids
    assert agent.get("/cases?sort=due_at").json["items"][0]["id"] == calm["id"]
    assert [each["id"] for each in agent.get("/cases?priority=urgent").json["items"]] == [urgent["id"]]
    beside = agent.get(f"/cases/{sooner['id']}/neighbours").json
    assert beside == {"previous": urgent["id"], "next": later["id"]}
    step(colleague, later, "take")
    assert agent.get(f"/cases/{sooner['id']}/neighbours").json["next"] == calm["id"]
    assert agent.get(f"/cases/{calm['id']}/neighbours").json["next"] is None


def test_the_next_case_is_one_of_the_desks_one_works_at(agent: Caller, lead: Caller, create_case: CreateCase) -> None:
    vip = create_case(tier=Tier.VIP)
    case = create_case()
    assert agent.get(f"/cases/{case['id']}/neighbours").json == {"previous": None, "next": None}
    assert lead.get(f"/cases/{case['id']}/neighbours").json == {"previous": vip["id"], "next": None}


def test_a_priority_that_stays_leaves_no_step(agent: Caller, create_case: CreateCase) -> None:
    case = create_case()
    same = step(agent, case, "prioritize", priority="normal")
    assert same["version"] == case["version"]
    assert timeline(agent, case) == ["filed"]
