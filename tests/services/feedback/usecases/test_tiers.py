"""Complaints follow their customer up, never down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.feedback import CaseKind, Channel
from contracts.reporting import Tier
from services.feedback.usecases.creating import CreateCase as FileCommand
from services.feedback.usecases.creating import create_case as file_command
from services.feedback.usecases.customers import learn_tiers
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, Judge, step, timeline


def test_a_rise_moves_open_complaints_to_the_lead_with_a_nearer_deadline(
    service: ServiceUnderTest, agent: Caller, lead: Caller, create_case: CreateCase, judge: Judge
) -> None:
    case = create_case()
    rose = datetime.now(UTC)
    judge(case["customer_id"], Tier.VIP, at=rose)
    moved = lead.get(f"/cases/{case['id']}").json
    assert (moved["desk"], moved["tier"], moved["status"], moved["version"]) == ("lead", "vip", "open", 2)
    assert datetime.fromisoformat(moved["due_at"]) == rose + timedelta(hours=4)
    [step_moved, _] = lead.get(f"/cases/{case['id']}/timeline").json["items"]
    assert (step_moved["kind"], step_moved["actor_name"]) == ("moved", "system")
    assert step_moved["data"]["desk"] == ["service", "lead"]
    assert step_moved["data"]["tier"] == ["ordinary", "vip"]
    told = service.told(SAID)[-1]
    assert (told["version"], told["desk"], told["tier"]) == (2, "lead", "vip")


def test_who_may_not_work_at_the_new_desk_is_released(agent: Caller, create_case: CreateCase, judge: Judge) -> None:
    taken = step(agent, create_case(), "take")
    judge(taken["customer_id"], Tier.POTENTIAL)
    moved = agent.get(f"/cases/{taken['id']}").json
    assert (moved["desk"], moved["status"], moved["assignee_id"]) == ("lead", "open", None)
    assert agent.get(f"/cases/{taken['id']}/timeline").json["items"][0]["data"]["released"] is True


def test_who_may_work_at_the_new_desk_keeps_it(lead: Caller, create_case: CreateCase, judge: Judge) -> None:
    taken = step(lead, create_case(), "take")
    judge(taken["customer_id"], Tier.VIP)
    moved = lead.get(f"/cases/{taken['id']}").json
    assert (moved["desk"], moved["status"], moved["assignee_id"]) == ("lead", "taken", str(lead.actor.id))
    assert step(lead, moved, "resolve", result="satisfied", outcome="x")["status"] == "resolved"


def test_a_fall_moves_nothing(lead: Caller, create_case: CreateCase, judge: Judge) -> None:
    waiting = create_case(tier=Tier.VIP)
    judge(waiting["customer_id"], Tier.ORDINARY, 2)
    after = lead.get(f"/cases/{waiting['id']}").json
    assert (after["desk"], after["tier"], after["version"]) == ("lead", "vip", 1)
    assert timeline(lead, waiting) == ["filed"]


def test_after_a_fall_new_complaints_are_ordinary(
    agent: Caller, create_case: CreateCase, add_customer: AddCustomer, judge: Judge
) -> None:
    customer = add_customer(tier=Tier.VIP)
    judge(customer.customer_id, Tier.ORDINARY, 2)
    assert create_case(customer=customer)["desk"] == "service"


def test_a_rise_moves_neither_feedback_nor_what_is_resolved(
    agent: Caller, create_case: CreateCase, judge: Judge
) -> None:
    feedback = create_case(kind="feedback")
    resolved = step(agent, step(agent, create_case(), "take"), "resolve", result="explained", outcome="x")
    for case in (feedback, resolved):
        judge(case["customer_id"], Tier.VIP)
        after = agent.get(f"/cases/{case['id']}").json
        assert (after["desk"], after["tier"], after["version"]) == ("service", "ordinary", case["version"])


def test_an_older_tier_changes_nothing(lead: Caller, create_case: CreateCase, judge: Judge) -> None:
    case = create_case()
    judge(case["customer_id"], Tier.ORDINARY, 3)
    judge(case["customer_id"], Tier.VIP, 2)
    assert lead.get(f"/cases/{case['id']}").json["desk"] == "service"


def test_news_told_again_from_the_start_moves_nothing_twice(
    service: ServiceUnderTest, lead: Caller, create_case: CreateCase, add_customer: AddCustomer, judge: Judge
) -> None:
    customer = add_customer()
    events = [judge(customer.customer_id, Tier.VIP, 1), judge(customer.customer_id, Tier.ORDINARY, 2)]
    case = create_case(customer=customer)
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, events)
    assert lead.get(f"/cases/{case['id']}").json["desk"] == "service"


def test_a_rise_and_a_fall_told_at_once_have_the_effect_of_both(
    service: ServiceUnderTest, lead: Caller, create_case: CreateCase, add_customer: AddCustomer, judge: Judge
) -> None:
    other = add_customer()
    up, down = judge(other.customer_id, Tier.VIP, 1), judge(other.customer_id, Tier.ORDINARY, 2)
    customer = add_customer()
    case = create_case(customer=customer)
    same = {"customer_id": customer.customer_id}
    with service.unit_of_work() as ctx:
        learn_tiers(ctx, [type(up)(**{**up.__dict__, **same}), type(down)(**{**down.__dict__, **same})])
    assert lead.get(f"/cases/{case['id']}").json["desk"] == "lead"
    assert create_case(customer=customer)["desk"] == "service"


def test_a_tier_told_before_its_customer_is_kept(
    create_case: CreateCase, add_customer: AddCustomer, judge: Judge
) -> None:
    customer = add_customer()
    id = UUID(int=customer.customer_id.int + 1)
    judge(id, Tier.VIP)
    assert create_case(customer=add_customer(customer_id=id))["tier"] == "vip"


def test_a_complaint_filed_in_the_moment_of_a_rise_ends_on_the_right_desk(
    service: ServiceUnderTest, lead: Caller, add_customer: AddCustomer, judge: Judge
) -> None:
    customer = add_customer()
    command = FileCommand(
        customer_id=customer.customer_id, kind=CaseKind.COMPLAINT, channel=Channel.PHONE, content="慢"
    )
    with ThreadPoolExecutor(1) as pool:
        with service.unit_of_work(lead.actor) as ctx:
            case = file_command(ctx, command)
            assert case.desk == "service"
            rising = pool.submit(judge, customer.customer_id, Tier.VIP)
            assert wait([rising], timeout=0.5).not_done, "the tier waits for the case"
        rising.result(timeout=10)
    assert lead.get(f"/cases/{case.id}").json["desk"] == "lead"
