"""A case is put under a subject, a cause, a product and a place: entries of the lists that the leadership keeps."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, step, timeline


def entry(lead: Caller, list_: str, name: str, parent: str = "", **more: Any) -> dict[str, Any]:
    answer = lead.post(f"/{list_}", {"name": name, "parent_code": parent, **more})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


@pytest.fixture
def quality(lead: Caller) -> dict[str, Any]:
    """质量, with 破损 below it."""
    above = entry(lead, "causes", "质量", aliases=["品质"])
    entry(lead, "causes", "破损", above["code"])
    return above


def found(by: Caller, **asked: str) -> list[str]:
    return [row["id"] for row in by.get("/cases", query_string=asked).json["items"]]


def test_only_the_leadership_keeps_the_lists(agent: Caller) -> None:
    for path in ("subjects", "causes", "products", "places"):
        assert agent.post(f"/{path}", {"name": "质量"}).status_code == 403
        assert agent.get(f"/{path}").json["items"] == []


def test_a_case_is_filed_under_what_the_lists_call_it(
    agent: Caller, lead: Caller, quality: dict[str, Any], add_customer: AddCustomer
) -> None:
    product = entry(lead, "products", "贷款")
    told = {"kind": "complaint", "channel": "phone", "content": "坏了", "customer_code": add_customer().code}
    case = agent.post("/cases", {**told, "cause": "破损", "product": product["code"]}).json
    assert (case["cause"], case["product"], case["subject"]) == ("质量破损", "贷款", "")
    [row] = agent.get("/cases", query_string={"cause": "品质"}).json["items"]
    assert (row["id"], row["cause"]) == (case["id"], "质量破损")
    assert found(agent, cause=quality["code"]) == found(agent, cause="质量") == [case["id"]]
    assert found(agent, cause="没有") == found(agent, subject="质量") == []

    refused = agent.post("/cases", {**told, "cause": "没有", "place": "没有"})
    assert refused.status_code == 422
    assert refused.json["fields"] == {"cause": ["unknown_choice"], "place": ["unknown_choice"]}


def test_the_cause_is_said_when_a_complaint_is_resolved_and_the_others_hear_it(
    service: ServiceUnderTest, agent: Caller, quality: dict[str, Any], create_case: CreateCase
) -> None:
    case = step(agent, create_case(kind="complaint", tier=Tier.ORDINARY), "take")
    case = step(agent, case, "resolve", result="explained", outcome="已说明", cause="品质")
    assert case["cause"] == "质量"
    assert service.told(SAID)[-1]["cause"] == "质量"


def test_a_case_is_put_under_something_else_at_any_time(
    service: ServiceUnderTest, agent: Caller, lead: Caller, quality: dict[str, Any], create_case: CreateCase
) -> None:
    entry(lead, "places", "总店")
    case = step(agent, create_case(kind="complaint"), "classify", cause="质量", place="总店")
    assert (case["cause"], case["place"]) == ("质量", "总店")
    same = step(agent, case, "classify", cause="质量")
    assert same["version"] == case["version"]
    emptied = step(agent, same, "classify", cause="")
    assert (emptied["cause"], emptied["place"]) == ("", "总店")
    assert timeline(agent, case).count("classified") == 2
    assert service.told(SAID)[-1]["cause"] == ""


def test_an_entry_that_is_offered_no_more_stays_where_it_is(
    agent: Caller, lead: Caller, quality: dict[str, Any], create_case: CreateCase
) -> None:
    case = step(agent, create_case(kind="complaint"), "classify", cause="质量")
    lead.post(f"/causes/{quality['id']}/disable", version=quality["version"])
    assert agent.get(f"/cases/{case['id']}").json["cause"] == "质量"
    assert found(agent, cause=quality["code"]) == [case["id"]]
    assert agent.post(f"/cases/{case['id']}/classify", {"cause": "质量"}, version=case["version"]).status_code == 422
