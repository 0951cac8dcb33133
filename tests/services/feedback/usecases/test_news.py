"""The feedback service hears what the catalog says it hears."""

from __future__ import annotations

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.auth import DepartmentChanged, StaffChanged
from contracts.catalog import CATALOG
from contracts.reporting import Tier, TierAssigned
from services.feedback.consumers import consumers
from tests.services.feedback.scenario import AGENT, CreateCase, Judge, step


def test_it_hears_what_the_catalog_says() -> None:
    assert consumers.heard == {event.event_name for event, flow in CATALOG.items() if "feedback" in flow.to}


def test_news_reach_their_use_cases(
    service: ServiceUnderTest, lead: Caller, create_case: CreateCase, judge: Judge
) -> None:
    case = create_case()
    rise = judge(case["customer_id"], Tier.ORDINARY, 1)
    worker = service.person("旧名", AGENT)
    assert worker.actor.id
    assert worker.actor.department_id
    department = DepartmentChanged(
        department_id=worker.actor.department_id, version=2, name="客服部", path="x/", active=True
    )
    staff = StaffChanged(
        staff_id=worker.actor.id,
        version=2,
        name="新名",
        email="",
        department_id=worker.actor.department_id,
        roles=[],
        active=True,
    )
    risen = TierAssigned(**{**rise.__dict__, "version": 2, "tier": Tier.VIP})
    with service.unit_of_work() as ctx:
        for event in (department, staff, risen):
            reaction = consumers.reaction_to(event.event_name)
            assert reaction is not None
            reaction.react(ctx, [event])
    assert lead.get(f"/cases/{case['id']}").json["desk"] == "lead"
    other = step(worker, create_case(), "take")
    assert other["assignee_name"] == "新名"
