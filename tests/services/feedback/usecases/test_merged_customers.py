"""The cases of a customer that turned out to be another go with it, and come back when the two are told apart."""

from __future__ import annotations

from dataclasses import replace

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import CustomerChanged
from contracts.reporting import Tier
from services.feedback.consumers import consumers
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase


def merged(service: ServiceUnderTest, gone: CustomerChanged, into: CustomerChanged | None, version: int = 2) -> None:
    """The customer service says that one went into another, or came out again."""
    where = into.customer_id if into else None
    service.hear(consumers, replace(gone, version=version, active=into is None, merged_into=where))


def whose(agent: Caller, case: dict[str, object]) -> tuple[str, str]:
    answer = agent.get(f"/cases/{case['id']}").json
    return answer["customer_id"], answer["customer_name"]


def test_cases_go_with_their_customer_and_come_back(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer, create_case: CreateCase
) -> None:
    gone, into = add_customer(name="张三"), add_customer(name="张三丰")
    case, own = create_case(customer=gone), create_case(customer=into)
    merged(service, gone, into)
    assert whose(agent, case) == (str(into.customer_id), "张三丰")
    told = service.told(SAID)[-1]
    assert (told["case_id"], told["customer_id"]) == (case["id"], str(into.customer_id))
    merged(service, gone, None, 3)
    assert whose(agent, case) == (str(gone.customer_id), "张三")
    assert whose(agent, own) == (str(into.customer_id), "张三丰")


def test_told_again_nothing_moves_twice(
    service: ServiceUnderTest, add_customer: AddCustomer, create_case: CreateCase
) -> None:
    gone, into = add_customer(name="张三"), add_customer(name="张三丰")
    create_case(customer=gone)
    merged(service, gone, into)
    count = len(service.told(SAID))
    merged(service, gone, into)
    assert len(service.told(SAID)) == count


def test_a_case_filed_by_the_code_of_one_that_went_is_filed_for_the_other(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer
) -> None:
    gone, into = add_customer(name="张三"), add_customer(name="张三丰")
    merged(service, gone, into)
    for named in ({"customer_code": gone.code}, {"customer_code": "C00001"}, {"customer_id": str(gone.customer_id)}):
        body = {"kind": "feedback", "channel": "phone", "content": "物流太慢", **named}
        answer = agent.post("/cases", body)
        assert (answer.status_code, answer.json["customer_id"]) == (201, str(into.customer_id)), answer.json


def test_a_complaint_that_comes_to_a_vip_rises(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer, create_case: CreateCase
) -> None:
    gone, into = add_customer(name="张三"), add_customer(name="张三丰", tier=Tier.VIP)
    case = create_case(customer=gone, kind="complaint")
    merged(service, gone, into)
    answer = agent.get(f"/cases/{case['id']}").json
    assert (answer["tier"], answer["desk"]) == ("vip", "lead")


def test_a_chain_of_merges_is_taken_apart_from_its_end(
    service: ServiceUnderTest, agent: Caller, add_customer: AddCustomer, create_case: CreateCase
) -> None:
    first, second, third = (add_customer(name=name) for name in ("一", "二", "三"))
    case = create_case(customer=first)
    merged(service, first, second)
    merged(service, second, third)
    merged(service, first, third, 3)
    assert whose(agent, case)[1] == "三"
    merged(service, second, None, 3)
    merged(service, first, second, 4)
    assert whose(agent, case)[1] == "二"
    merged(service, first, None, 5)
    assert whose(agent, case)[1] == "一"
