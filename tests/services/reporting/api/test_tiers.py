"""Policies, the try-out, and why a customer has its tier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.db import new_id
from chassis.jobs.tables import job
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.customer import AccessOpened
from contracts.permissions import Permission as P
from services.reporting.consumers import consumers
from services.reporting.store.models import TierAssignment
from tests.services.reporting.scenario import Business

Draft = Callable[..., dict[str, Any]]


@pytest.fixture
def today() -> date:
    """The company's day as the routes see it."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()


@pytest.fixture
def draft(manager: Caller) -> Draft:
    """``draft(vip_amount=...)`` is a draft with these values."""

    def make(**values: Any) -> dict[str, Any]:
        made = manager.post("/tiers/policies").json
        if values:
            answer = manager.patch(f"/tiers/policies/{made['id']}", values, version=made["version"])
            assert answer.status_code == 200, answer.json
            return dict(answer.json)
        return dict(made)

    return make


def test_a_new_system_has_a_policy_in_force(manager: Caller) -> None:
    [policy] = manager.get("/tiers/policies").json["items"]
    assert (policy["number"], policy["status"], policy["vip_amount"], policy["vip_quantity"], policy["kinds"]) == (
        1,
        "active",
        "1000.00",
        30,
        ["sale", "service", "return"],
    )


def test_a_draft_says_what_the_policy_in_force_says_until_it_is_changed(manager: Caller, draft: Draft) -> None:
    made = draft()
    assert (made["number"], made["status"], made["potential_amount"]) == (2, "draft", "300.00")
    changed = manager.patch(
        f"/tiers/policies/{made['id']}",
        {"combine": "either", "kinds": ["service", "sale"], "potential_amount": "500", "note": "更严"},
        version=made["version"],
    )
    assert (changed.json["potential_amount"], changed.json["combine"]) == ("500.00", "either")
    assert changed.json["kinds"] == ["sale", "service"]
    assert changed.headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"vip_amount": "10.00"}, {"vip_amount": ["below_potential"]}),
        ({"potential_amount": "0", "combine": "either"}, {"potential_amount": ["everybody_reaches_it"]}),
        ({"potential_amount": "-1"}, {"potential_amount": ["out_of_range"]}),
        ({"window_months": 0}, {"window_months": ["out_of_range"]}),
        ({"grace_days": "thirty"}, {"grace_days": ["not_a_whole_number"]}),
        ({"combine": "neither"}, {"combine": ["unknown_choice"]}),
        ({"kinds": []}, {"kinds": ["required"]}),
        ({"kinds": ["gift"]}, {"kinds": {"0": ["unknown_choice"]}}),
        ({"status": "active"}, {"status": ["unknown_field"]}),
    ],
)
def test_what_does_not_fit_a_policy_is_refused_by_field(
    manager: Caller, draft: Draft, values: dict[str, Any], fields: dict[str, Any]
) -> None:
    made = draft()
    answer = manager.patch(f"/tiers/policies/{made['id']}", values, version=made["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, fields)
    assert manager.get(f"/tiers/policies/{made['id']}").json == made


def test_activating_a_draft_retires_the_policy_in_force_and_computes_all_tiers(
    service: ServiceUnderTest, manager: Caller, draft: Draft
) -> None:
    made = draft(vip_amount="2000.00")
    answer = manager.post(f"/tiers/policies/{made['id']}/activate", version=made["version"])
    assert (answer.json["status"], answer.json["activated_by_name"]) == ("active", "赵敏")
    assert [(p["number"], p["status"]) for p in manager.get("/tiers/policies").json["items"]] == [
        (2, "active"),
        (1, "retired"),
    ]
    with service.engine.connect() as connection:
        assert connection.execute(select(job.c.name, job.c.payload)).all() == [
            ("reporting.recompute_tiers.v1", {"reason": "policy"})
        ]


def test_a_policy_that_is_no_draft_is_neither_changed_nor_activated(manager: Caller) -> None:
    [active] = manager.get("/tiers/policies").json["items"]
    for answer in (
        manager.patch(f"/tiers/policies/{active['id']}", {"grace_days": 1}, version=1),
        manager.post(f"/tiers/policies/{active['id']}/activate", version=1),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")


def test_a_stale_draft_is_not_activated(manager: Caller, draft: Draft) -> None:
    made = draft(grace_days=7)
    assert manager.post(f"/tiers/policies/{made['id']}/activate", version=1).status_code == 412


def test_trying_a_draft_out_says_who_would_move_and_changes_nothing(
    service: ServiceUnderTest, manager: Caller, draft: Draft, business: Business, today: date
) -> None:
    stays, falls, rises, never = (business.customer(name) for name in ("不变", "下降", "上升", "从未"))
    for customer, amount, quantity in ((stays, "3000.00", 40), (falls, "1500.00", 30), (rises, "250.00", 9)):
        business.bought(customer, amount, quantity, on=today)
    business.recompute(datetime.now(UTC))
    made = draft(vip_amount="2000.00", potential_amount="200.00", potential_quantity=5)
    trial = manager.post(f"/tiers/policies/{made['id']}/try").json
    assert (trial["customers"], trial["by_tier"]) == (4, {"ordinary": 1, "potential": 2, "vip": 1})
    assert (trial["rises"], trial["falls"], trial["as_of"]) == (1, 1, today.isoformat())
    assert trial["moves"] == [
        {"from": "ordinary", "to": "potential", "count": 1},
        {"from": "vip", "to": "potential", "count": 1},
    ]
    assert [(row["name"], row["from"], row["to"], row["amount"], row["quantity"]) for row in trial["sample"]] == [
        ("下降", "vip", "potential", "1500.00", 30),
        ("上升", "ordinary", "potential", "250.00", 9),
    ]
    assert manager.get("/tiers/summary").json["by_tier"] == {"ordinary": 2, "potential": 0, "vip": 2}
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(TierAssignment)) == 2
    assert never


def test_the_summary_names_the_policy_and_the_last_recompute_whatever_its_reason(
    manager: Caller, business: Business, today: date
) -> None:
    assert manager.get("/tiers/summary").json["last_run"] is None
    business.bought(business.customer(), "1000.00", 30, on=today)
    business.recompute(datetime.now(UTC))
    summary = manager.get("/tiers/summary").json
    assert (summary["active_policy"]["number"], summary["last_run"]["changed"]) == (1, 1)
    business.recompute_due(datetime.now(UTC))
    assert manager.get("/tiers/summary").json["last_run"]["reason"] == "news"
    runs = manager.get("/tiers/runs").json["items"]
    assert [run["reason"] for run in runs] == ["news", "demand"]
    oldest_first = manager.get("/tiers/runs?sort=started_at").json["items"]
    assert [run["reason"] for run in oldest_first] == ["demand", "news"]


def test_asked_twice_for_a_recompute_it_is_one_job(manager: Caller) -> None:
    first, second = (manager.post("/tiers/recompute") for _ in range(2))
    assert first.status_code == 202
    assert first.json == second.json


def test_a_customer_s_current_tier_says_why(manager: Caller, business: Business, today: date) -> None:
    customer = business.customer()
    fresh = manager.get(f"/tiers/of/{customer}").json
    assert (fresh["tier"], fresh["amount"], fresh["quantity"], fresh["history"]) == ("ordinary", "0.00", 0, [])
    bought = business.bought(customer, "1000.00", 30, on=today)
    business.recompute(datetime.now(UTC))
    business.bought(customer, "900.00", 30, on=today, transaction_id=bought, version=2)
    business.recompute_due(datetime.now(UTC))
    shown = manager.get(f"/tiers/of/{customer}").json
    assert (shown["tier"], shown["judged"], shown["amount"], shown["quantity"]) == ("vip", "potential", "900.00", 30)
    assert shown["thresholds"] == {
        "potential": {"amount": "300.00", "quantity": 10},
        "vip": {"amount": "1000.00", "quantity": 30},
    }
    assert (shown["policy_version"], shown["combine"], shown["window_to"]) == (1, "both", today.isoformat())
    assert shown["grace_until"] == (today + timedelta(days=30)).isoformat()
    [assigned] = shown["history"]
    assert assigned["thresholds"] == shown["thresholds"]
    assert (assigned["tier"], assigned["previous"], assigned["amount"], assigned["reason"]) == (
        "vip",
        "ordinary",
        "1000.00",
        "rise",
    )


def test_whoever_asks_how_a_customer_stands_is_on_record_once_for_a_look(
    service: ServiceUnderTest, manager: Caller, business: Business
) -> None:
    customer = business.customer()
    assert [manager.get(f"/tiers/of/{customer}").status_code for _ in range(2)] == [200, 200]
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_id)).all()
    assert rows == [("customer_fact", customer, manager.actor.id)]


def test_one_sees_why_a_tier_of_the_customers_one_may_read_whatever_one_may_of_tiers(
    service: ServiceUnderTest, clerk: Caller, business: Business
) -> None:
    own, other = business.customer(owner_id=clerk.actor.id), business.customer()
    assert clerk.get(f"/tiers/of/{own}").status_code == 200
    assert clerk.get(f"/tiers/of/{other}").status_code == 404
    narrow = service.person("外地经理", {P.CUSTOMER_READ: Scope.DEPARTMENT, P.TIER_READ: Scope.ALL})
    assert narrow.get(f"/tiers/of/{other}").status_code == 404
    nobody = service.person("无权", {P.REPORT_READ: Scope.ALL, P.TIER_READ: Scope.ALL})
    assert nobody.get(f"/tiers/of/{own}").status_code == 403
    assert clerk.get("/tiers/policies").status_code == 403


def test_a_trial_counts_everybody_and_names_only_customers_that_one_may_read(
    service: ServiceUnderTest, business: Business, draft: Draft, today: date
) -> None:
    narrow = service.person("外地经理", {P.CUSTOMER_READ: Scope.DEPARTMENT, P.TIER_READ: Scope.ALL})
    for customer in (business.customer("自己的", owner_id=narrow.actor.id), business.customer("别处的")):
        business.bought(customer, "250.00", 9, on=today)
    made = draft(vip_amount="2000.00", potential_amount="200.00", potential_quantity=5)
    trial = narrow.post(f"/tiers/policies/{made['id']}/try").json
    assert (trial["customers"], trial["rises"]) == (2, 2)
    assert [row["name"] for row in trial["sample"]] == ["自己的"]


def test_who_serves_sees_why_every_active_customer_has_its_tier(service: ServiceUnderTest, business: Business) -> None:
    desk = service.person("客服", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_SERVE: Scope.ALL})
    assert desk.get(f"/tiers/of/{business.customer()}").status_code == 200
    assert desk.get(f"/tiers/of/{business.customer(active=False)}").status_code == 404


def test_a_view_request_opens_the_tier_of_its_customer_until_its_time_or_end(
    service: ServiceUnderTest, clerk: Caller, business: Business
) -> None:
    begin = service.clock.stop()
    customer, other = business.customer(), business.customer()
    assert clerk.actor.id
    opened = AccessOpened(
        request_id=new_id(),
        version=2,
        customer_id=customer,
        staff_id=clerk.actor.id,
        until=begin + timedelta(hours=2),
        open=True,
    )
    assert clerk.get(f"/tiers/of/{customer}").status_code == 404
    service.hear(consumers, opened)
    assert [clerk.get(f"/tiers/of/{each}").status_code for each in (customer, other)] == [200, 404]
    service.clock.set(opened.until - timedelta(microseconds=1))
    assert clerk.get(f"/tiers/of/{customer}").status_code == 200
    service.clock.set(opened.until)
    assert clerk.get(f"/tiers/of/{customer}").status_code == 404
    service.clock.set(begin)
    service.hear(consumers, replace(opened, version=3, open=False))
    assert clerk.get(f"/tiers/of/{customer}").status_code == 404


def test_a_trial_and_the_activation_take_the_values_that_are_sent(
    manager: Caller, business: Business, today: date
) -> None:
    business.bought(business.customer(), "1500.00", 30, on=today)
    draft = manager.post("/tiers/policies").json
    path = f"/tiers/policies/{draft['id']}"
    asked = {"potential_amount": "1.00", "potential_quantity": 1, "vip_amount": "1500.00", "vip_quantity": 30}
    assert manager.post(f"{path}/try", asked).json["by_tier"]["vip"] == 1
    assert manager.post(f"{path}/try", {**asked, "vip_amount": "1500.01"}).json["by_tier"]["vip"] == 0
    wrong = manager.post(f"{path}/try", {**asked, "vip_amount": "0.50"})
    assert wrong.json["fields"] == {"vip_amount": ["below_potential"]}
    assert manager.get(path).json["vip_amount"] == draft["vip_amount"]
    active = manager.post(f"{path}/activate", asked, version=draft["version"]).json
    assert (active["status"], active["vip_amount"], active["vip_quantity"]) == ("active", "1500.00", 30)
