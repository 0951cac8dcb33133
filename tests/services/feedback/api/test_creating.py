"""Filing, finding and reading cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from chassis.codes import is_code
from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, step, timeline


def found(caller: Caller, **query: Any) -> list[str]:
    return sorted(item["summary"] for item in caller.get("/cases", query_string=query).json["items"])


@pytest.mark.parametrize(
    ("kind", "tier", "desk", "letter", "hours"),
    [
        ("complaint", Tier.ORDINARY, "service", "X", 72),
        ("complaint", Tier.POTENTIAL, "lead", "X", 24),
        ("complaint", Tier.VIP, "lead", "X", 4),
        ("feedback", Tier.VIP, "service", "F", 72),
    ],
)
def test_a_case_gets_its_code_desk_and_deadline(
    create_case: CreateCase, kind: str, tier: Tier, desk: str, letter: str, hours: int
) -> None:
    case = create_case(kind=kind, tier=tier)
    assert (case["status"], case["desk"], case["tier"]) == ("open", desk, tier.value)
    assert case["code"].startswith(letter)
    assert is_code(case["code"])
    waited = datetime.fromisoformat(case["due_at"]) - datetime.fromisoformat(case["received_at"])
    assert waited == timedelta(hours=hours)


def test_a_new_case_is_told_with_its_customer_and_leaves_a_trail(
    service: ServiceUnderTest, create_case: CreateCase, agent: Caller, add_customer: AddCustomer
) -> None:
    customer = add_customer(name="李四", tier=Tier.VIP)
    case = create_case(customer=customer)
    [told] = service.told(SAID)
    assert (told["case_id"], told["version"], told["code"]) == (case["id"], 1, case["code"])
    assert (told["customer_code"], told["customer_name"], told["region"]) == (customer.code, "李四", "上海市")
    assert (told["tier"], told["desk"], told["result"], told["closed_at"]) == ("vip", "lead", None, None)
    assert timeline(agent, case) == ["filed"]
    with service.unit_of_work() as ctx:
        trail = ctx.session.execute(select(Change.kind, Change.action, Change.actor_name)).all()
    assert [tuple(row) for row in trail] == [("case_file", "created", "王芳")]


def test_a_case_names_its_customer_by_our_code_or_the_senders(agent: Caller, add_customer: AddCustomer) -> None:
    customer = add_customer()
    for code in (customer.code, customer.external_code):
        body = {"customer_code": code, "kind": "feedback", "channel": "web", "content": "好吃"}
        assert agent.post("/cases", body).json["customer_id"] == str(customer.customer_id)


@pytest.mark.parametrize("named", [{"customer_code": "C99999"}, {"customer_id": str(uuid4())}])
def test_a_case_of_a_customer_not_heard_of_is_refused(agent: Caller, named: dict[str, str]) -> None:
    answer = agent.post("/cases", {**named, "kind": "feedback", "channel": "web", "content": "好吃"})
    assert (answer.status_code, answer.json["code"]) == (409, "no_such_customer")


def test_a_tier_alone_makes_no_customer(agent: Caller, judge: Any) -> None:
    id = uuid4()
    judge(id, Tier.VIP)
    answer = agent.post("/cases", {"customer_id": str(id), "kind": "feedback", "channel": "web", "content": "好吃"})
    assert answer.json["code"] == "no_such_customer"


def test_bad_fields_are_named_with_codes(agent: Caller) -> None:
    answer = agent.post("/cases", {"kind": "praise", "channel": "phone", "content": " ", "received_at": "2026-02-31"})
    assert answer.status_code == 422
    assert answer.json["fields"] == {
        "customer_code": ["required"],
        "kind": ["unknown_choice"],
        "content": ["required"],
        "received_at": ["not_a_time"],
    }
    answer = agent.post("/cases", {"kind": "feedback", "channel": "phone", "content": "好"})
    assert answer.json["fields"] == {"customer_code": ["required"]}


def test_the_same_key_twice_makes_one_case(agent: Caller, add_customer: AddCustomer) -> None:
    body = {"customer_code": add_customer().code, "kind": "feedback", "channel": "web", "content": "好吃"}
    first, second = (agent.post("/cases", body, key="a-1") for _ in range(2))
    assert first.json["id"] == second.json["id"]
    assert agent.get("/cases/count").json == {"count": 1, "more": False}


def test_the_same_external_id_twice_is_refused(agent: Caller, add_customer: AddCustomer) -> None:
    code = add_customer().code
    body = {"customer_code": code, "kind": "feedback", "channel": "web", "content": "好吃", "external_id": "W-1"}
    assert agent.post("/cases", body).json["external_id"] == "W-1"
    again = agent.post("/cases", body)
    assert (again.status_code, again.json["fields"]) == (422, {"external_id": ["already_taken"]})


def test_a_list_is_narrowed_by_every_filter(agent: Caller, create_case: CreateCase, add_customer: AddCustomer) -> None:
    customer = add_customer(name="海天天线有限公司", tier=Tier.VIP)
    create_case(content="天线坏了", customer=customer, channel="email", received_at="2026-01-05T10:00:00+08:00")
    taken = step(agent, create_case(content="送餐太慢"), "take")
    create_case(content="味道很好", kind="feedback")
    assert found(agent) == ["味道很好", "天线坏了", "送餐太慢"]
    assert found(agent, kind="feedback") == ["味道很好"]
    assert found(agent, status="taken") == ["送餐太慢"]
    assert found(agent, desk="lead") == ["天线坏了"]
    assert found(agent, tier="vip", kind="") == ["天线坏了"]
    assert found(agent, channel="email") == ["天线坏了"]
    assert found(agent, customer_id=customer.customer_id) == ["天线坏了"]
    assert found(agent, mine="true") == ["送餐太慢"]
    assert found(agent, overdue="true") == ["天线坏了"]
    assert found(agent, overdue="false") == ["味道很好", "送餐太慢"]
    assert agent.get("/cases/count?overdue=true").json == {"count": 1, "more": False}
    assert taken["assignee_name"] == "王芳"


@pytest.mark.parametrize("q", ["天线", "线坏", "海天", "C00001", "P2026000001X", "天", "海"])
def test_a_case_is_found_by_content_and_by_its_customer(
    agent: Caller, create_case: CreateCase, add_customer: AddCustomer, q: str
) -> None:
    customer = add_customer(name="海天天线有限公司", code="P2026000001X", external_code="C00001")
    create_case(content="天线坏了", customer=customer)
    create_case(content="别的事", customer=add_customer(name="李四", code="P2026000009K", external_code="C00009"))
    expected = ["天线坏了"] if q != "天" else []
    assert found(agent, q=q) == expected


def test_a_case_is_found_by_its_code(agent: Caller, create_case: CreateCase) -> None:
    case = create_case(content="天线坏了")
    create_case(content="别的事")
    assert found(agent, q=case["code"].lower()) == ["天线坏了"]


def test_the_latest_come_first_and_pages_leave_no_gap(agent: Caller, create_case: CreateCase) -> None:
    for day in (3, 1, 2):
        create_case(content=f"第{day}天", received_at=f"2026-11-0{day}T10:00:00+08:00")
    first = agent.get("/cases?limit=2").json
    second = agent.get(f"/cases?limit=2&after={first['next']}").json
    assert [item["summary"] for item in first["items"] + second["items"]] == ["第3天", "第2天", "第1天"]
    assert second["next"] is None


def test_a_list_names_customers_and_assignees_and_shortens_the_content(agent: Caller, create_case: CreateCase) -> None:
    step(agent, create_case(content="慢" * 300), "take")
    [item] = agent.get("/cases").json["items"]
    assert (item["customer_name"], item["assignee_name"], item["overdue"]) == ("张三", "王芳", False)
    assert item["summary"] == "慢" * 120
    assert "content" not in item


def test_desks_count_what_waits(agent: Caller, lead: Caller, create_case: CreateCase) -> None:
    create_case(received_at="2026-01-05T10:00:00+08:00")
    step(agent, create_case(), "take")
    create_case(tier=Tier.VIP)
    answered = step(lead, step(lead, create_case(), "take"), "resolve", result="explained", outcome="已说明")
    assert answered["status"] == "resolved"
    assert agent.get("/cases/desks").json == {
        "service": {"open": 2, "overdue": 1, "mine": 1},
        "lead": {"open": 1, "overdue": 0, "mine": 0},
    }


def test_a_customer_that_changed_is_shown_as_it_is_now(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer(name="旧名")
    case = create_case(customer=customer)
    add_customer(name="新名", customer_id=customer.customer_id, version=2, code=customer.code)
    shown = agent.get(f"/cases/{case['id']}").json
    assert (shown["customer_name"], shown["version"]) == ("新名", 1)
    assert UUID(shown["customer_id"]) == customer.customer_id


def test_a_case_was_received_before_now_and_since_1990(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    body = {"customer_id": str(add_customer().customer_id), "kind": "complaint", "channel": "phone", "content": "漏水"}
    now = service.clock()
    for at in (now + timedelta(hours=1), datetime(1989, 12, 31, tzinfo=now.tzinfo)):
        answer = agent.post("/cases", {**body, "received_at": at.isoformat()})
        assert (answer.status_code, answer.json["fields"]) == (422, {"received_at": ["implausible_date"]})
    assert agent.post("/cases", {**body, "received_at": now.isoformat()}).status_code == 201
    row = {**body, "customer_code": add_customer(external_code="C7").code, "external_id": "1"}
    del row["customer_id"]
    late = {**row, "external_id": "2", "received_at": (now + timedelta(hours=1)).isoformat()}
    filed = agent.post("/cases/batch", {"source": "file", "cases": [row, late]}).json
    assert (filed["created"], filed["rejected"]) == (
        1,
        [{"index": 1, "field": "received_at", "code": "implausible_date"}],
    )
