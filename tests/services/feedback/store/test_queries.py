"""What lists of cases are narrowed by, what they are found by, and what is counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.auth import Actor, Scope
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerChanged
from contracts.permissions import Permission as P
from contracts.reporting import Tier
from services.feedback.store import queries
from tests.services.feedback.scenario import AGENT, AddCustomer, CreateCase, step

MOMENT = timedelta(microseconds=1)


def codes(by: Caller, query: str) -> list[str]:
    answer = by.get(f"/cases?{query}&limit=100")
    assert answer.status_code == 200, answer.json
    found = [item["code"] for item in answer.json["items"]]
    assert by.get(f"/cases/count?{query}").json["count"] == len(found)
    return found


@pytest.fixture
def several(lead: Caller, create_case: CreateCase, add_customer: AddCustomer) -> dict[str, dict[str, Any]]:
    """Three cases that differ in everything; the last one is in the leader's hand."""
    return {
        "plain": create_case(kind="feedback", channel="email", content="味道很好"),
        "late": create_case(kind="complaint", channel="phone", content="送餐太慢"),
        "vip": step(lead, create_case(kind="complaint", channel="web", tier=Tier.VIP, content="少送一份"), "take"),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=feedback", ["plain"]),
        ("kind=complaint", ["vip", "late"]),
        ("status=taken", ["vip"]),
        ("status=open", ["late", "plain"]),
        ("desk=lead", ["vip"]),
        ("desk=service", ["late", "plain"]),
        ("tier=vip", ["vip"]),
        ("channel=phone", ["late"]),
        ("mine=true", ["vip"]),
        ("mine=false", ["vip", "late", "plain"]),
        ("kind=complaint&status=open", ["late"]),
        ("q=太慢", ["late"]),
        ("q=慢太", []),
        ("q=太", []),
    ],
)
def test_a_list_is_narrowed_by_each_of_these(
    lead: Caller, several: dict[str, dict[str, Any]], query: str, names: list[str]
) -> None:
    assert codes(lead, query) == [several[name]["code"] for name in names]


def test_a_list_is_narrowed_to_one_customer(lead: Caller, several: dict[str, dict[str, Any]]) -> None:
    assert codes(lead, f"customer_id={several['late']['customer_id']}") == [several["late"]["code"]]
    assert codes(lead, f"customer_id={new_id()}") == []


def test_a_case_is_late_from_the_moment_after_its_deadline(
    service: ServiceUnderTest, lead: Caller, create_case: CreateCase
) -> None:
    service.clock.stop()
    case = create_case()
    due = datetime.fromisoformat(case["due_at"])
    for now, late in ((due - MOMENT, []), (due, []), (due + MOMENT, [case["code"]])):
        service.clock.set(now)
        assert codes(lead, "overdue=true") == late
        assert codes(lead, "overdue=false") == [code for code in [case["code"]] if code not in late]
        assert lead.get("/cases/desks").json["service"]["overdue"] == len(late)
    answered = step(lead, step(lead, case, "take"), "resolve", result="satisfied", outcome="x")
    assert codes(lead, "overdue=true") == []
    assert codes(lead, "overdue=false") == [answered["code"]]


def test_a_case_is_found_by_its_own_code_and_by_what_its_customer_is_called(
    lead: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    person = add_customer(name="张小明", external_code="ERP-77")
    mine = create_case(customer=person, content="送餐太慢")
    other = create_case(content="张三送餐")
    for query in (mine["code"], mine["code"].lower(), person.code, "ERP-77", "张小", "小明", "张小明"):
        assert codes(lead, f"q={query}") == [mine["code"]], query
    assert codes(lead, "q=送餐") == [other["code"], mine["code"]]
    assert codes(lead, "q=张") == [other["code"], mine["code"]] or codes(lead, "q=张") == [mine["code"]]
    for query in ("erp-77x", "张明", "明小", "X2026999999A"):
        assert codes(lead, f"q={query}") == [], query


def test_signs_of_a_pattern_are_found_as_they_are(lead: Caller, create_case: CreateCase) -> None:
    case = create_case(content="打折100%_了")
    create_case(content="打折1000X了")
    assert codes(lead, "q=100%25_") == [case["code"]]


def test_each_desk_says_what_waits_what_is_late_and_what_is_ones_own(
    service: ServiceUnderTest, lead: Caller, agent: Caller, create_case: CreateCase
) -> None:
    step(agent, create_case(), "take")
    create_case()
    create_case(tier=Tier.VIP)
    step(agent, step(agent, create_case(), "take"), "resolve", result="satisfied", outcome="x")
    assert agent.get("/cases/desks").json["service"] == {"open": 2, "overdue": 0, "mine": 1}
    assert lead.get("/cases/desks").json["service"] == {"open": 2, "overdue": 0, "mine": 0}
    assert lead.get("/cases/desks").json["lead"] == {"open": 1, "overdue": 0, "mine": 0}


def test_without_the_permission_no_case_is_seen_by_any_way(service: ServiceUnderTest, create_case: CreateCase) -> None:
    case = create_case()
    nobody = Actor(id=new_id(), name="谁", permissions={P.CASE_WRITE: Scope.ALL})
    with service.unit_of_work() as ctx:
        found = queries.cases(ctx.session, nobody, queries.CaseFilter(), ctx.now)
        assert list(ctx.session.scalars(found)) == []
        everybody = Actor(id=new_id(), name="谁", permissions={P.CASE_READ: Scope.ALL})
        found = queries.cases(ctx.session, everybody, queries.CaseFilter(), ctx.now)
        assert [str(each.id) for each in ctx.session.scalars(found)] == [case["id"]]


def test_what_somebody_has_taken_is_in_the_order_of_customers_and_without_what_is_done(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    mine = [step(agent, create_case(), "take") for _ in range(3)]
    step(colleague, create_case(), "take")
    step(agent, step(agent, create_case(), "take"), "resolve", result="satisfied", outcome="x")
    assert agent.actor.id
    with service.unit_of_work() as ctx:
        found = queries.taken_by(ctx.session, agent.actor.id)
        assert {str(id) for _, id in found} == {case["id"] for case in mine}
        assert found == sorted(found)
        [first, *_] = found
        assert queries.still_taken_by(ctx.session, first[1], agent.actor.id) is not None
        assert colleague.actor.id
        assert queries.still_taken_by(ctx.session, first[1], colleague.actor.id) is None


def test_cases_are_known_by_the_ids_of_one_sender(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    customer = add_customer()
    row = {"customer_code": customer.code, "kind": "complaint", "channel": "phone", "content": "慢"}
    rows = [{**row, "external_id": id} for id in ("1", "2")]
    assert agent.post("/cases/batch", {"source": "shop", "cases": rows}).status_code == 200
    with service.unit_of_work() as ctx:
        assert queries.known_cases(ctx.session, "shop", ["1", "3"]) == {"1"}
        assert queries.known_cases(ctx.session, "other", ["1", "2"]) == set()


def test_a_case_is_filed_for_who_counts_and_is_in_reach(
    service: ServiceUnderTest, add_customer: AddCustomer, judge: Any
) -> None:
    seller = service.person("业务", {P.CASE_READ: Scope.OWN, P.CASE_WRITE: Scope.OWN})
    agent = service.person("客服", AGENT)
    own: CustomerChanged = add_customer(owner=seller)
    others = add_customer()
    unheard = new_id()
    judge(unheard, Tier.VIP)
    body = {"kind": "complaint", "channel": "phone", "content": "慢"}

    def files(by: Caller, **customer: Any) -> int:
        return by.post("/cases", {**body, **customer}).status_code

    assert files(seller, customer_id=str(own.customer_id)) == 201
    assert files(seller, customer_code=own.code) == 201
    assert files(seller, customer_code=own.external_code) == 201
    assert files(seller, customer_id=str(others.customer_id)) == 409
    assert files(seller, customer_code=others.code) == 409
    assert files(agent, customer_id=str(others.customer_id)) == 201
    assert files(agent, customer_id=str(unheard)) == 409, "only a tier was heard of it"
    assert files(agent, customer_code="") in (409, 422)


def test_our_code_goes_before_a_senders_that_reads_the_same(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    ours = add_customer(name="我们的")
    add_customer(name="别人的", external_code=ours.code)
    made = agent.post("/cases", {"kind": "complaint", "channel": "phone", "content": "慢", "customer_code": ours.code})
    assert made.json["customer_id"] == str(ours.customer_id)
