"""Whose figures one sees, how many customers there are of each tier, and whom a report goes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chassis.auth import Scope
from chassis.auth.directory import record_staff
from chassis.db import new_id
from chassis.errors import NotFound
from chassis.testing.service import ServiceUnderTest
from contracts.customer import TransactionKind
from contracts.permissions import Permission as P
from contracts.reporting import RunReason, Tier
from services.reporting.store import facts, queries, recompute, reports, tier_sql
from services.reporting.usecases import tiers
from tests.services.reporting.scenario import Business, days, fact_of

NOW = datetime(2026, 10, 31, 4, tzinfo=UTC)
TODAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("amount", "quantity", "tier"),
    [
        ("1000.00", 30, "vip"),
        ("999.99", 30, "potential"),
        ("1000.00", 29, "potential"),
        ("300.00", 10, "potential"),
        ("299.99", 10, "ordinary"),
        ("300.00", 9, "ordinary"),
    ],
)
def test_the_statement_holds_figures_against_the_thresholds_to_the_cent_and_the_piece(
    service: ServiceUnderTest, business: Business, amount: str, quantity: int, tier: str
) -> None:
    customer = business.customer()
    business.bought(customer, amount, quantity, on=TODAY)
    business.recompute(NOW)
    with service.unit_of_work() as ctx:
        current = queries.current_tier_of(ctx.session, customer)
        assert (current.tier if current else "ordinary") == tier
        policy = queries.active_policy(ctx.session).rules
        assert (policy.vip.amount, policy.vip.quantity) == (Decimal("1000.00"), 30)
        assert (policy.potential.amount, policy.potential.quantity) == (Decimal("300.00"), 10)
        assert queries.figures_of(ctx.session, customer, policy, TODAY) == (Decimal(amount), quantity)
        assert queries.figures_of(ctx.session, new_id(), policy, TODAY) == (Decimal("0.00"), 0)
        assert tier_sql.thresholds(policy) == {
            "potential": {"amount": "300.00", "quantity": 10},
            "vip": {"amount": "1000.00", "quantity": 30},
        }


def test_active_customers_are_counted_by_their_tier(service: ServiceUnderTest, business: Business) -> None:
    vip, potential, gone = (business.customer() for _ in range(3))
    business.customer()
    for customer, amount, quantity in ((vip, "1000.00", 30), (potential, "300.00", 10), (gone, "1000.00", 30)):
        business.bought(customer, amount, quantity, on=TODAY)
    business.recompute(NOW)
    business.customer(id=gone, active=False)
    with service.unit_of_work() as ctx:
        assert queries.count_by_tier(ctx.session) == {Tier.ORDINARY: 1, Tier.POTENTIAL: 1, Tier.VIP: 1}
        assert recompute.count_active(ctx.session) == 3


def test_the_last_recompute_is_the_latest_whatever_it_was_for(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    last: list[tuple[RunReason, int, int]] = []

    def look() -> None:
        with service.unit_of_work() as ctx:
            found = queries.last_run(ctx.session)
            assert found is not None
            last.append((found.reason, found.customers, found.changed))

    business.recompute(NOW)
    look()
    business.bought(customer, "1000.00", 30, on=TODAY)
    business.recompute_due(NOW)
    look()
    assert last == [(RunReason.DEMAND, 1, 0), (RunReason.NEWS, 1, 1)]


def test_one_sees_the_figures_of_the_customers_that_one_may_read(service: ServiceUnderTest, business: Business) -> None:
    service.department("sales")
    service.department("finance")
    owner = service.person("业务", {P.CUSTOMER_READ: Scope.OWN}, department="sales")
    head = service.person("经理", {P.CUSTOMER_READ: Scope.DEPARTMENT}, department="sales")
    far = service.person("财务", {P.CUSTOMER_READ: Scope.DEPARTMENT, P.TIER_READ: Scope.ALL}, department="finance")
    leader = service.person("领导", {P.CUSTOMER_READ: Scope.ALL}, department="finance")
    customer = business.customer(owner_id=owner.actor.id)
    with service.unit_of_work() as ctx:
        for who in (owner, head, leader):
            assert queries.customer_of(ctx.session, who.actor, customer).id == customer
        with pytest.raises(NotFound):
            queries.customer_of(ctx.session, far.actor, customer)


def test_a_report_goes_as_delivered_to_active_leaders_with_an_address_by_name(
    service: ServiceUnderTest,
) -> None:
    unit = service.department("house")
    for name, email, roles, active in (
        ("乙", "b@example.com", ["leadership"], True),
        ("甲", "a@example.com", ["sales", "leadership"], True),
        ("丙", "c@example.com", ["leadership"], False),
        ("丁", "", ["leadership"], True),
        ("戊", "e@example.com", ["customer_manager"], True),
    ):
        with service.unit_of_work() as ctx:
            record_staff(
                ctx.session, id=new_id(), version=1, name=name, email=email, unit_id=unit, roles=roles, active=active,
                since=ctx.now,
            )  # fmt: skip
    with service.unit_of_work() as ctx:
        assert [person.email for person in reports.readers(ctx.session)] == ["b@example.com", "a@example.com"]


def test_a_trial_tells_rises_from_falls_and_counts_who_stays(service: ServiceUnderTest, business: Business) -> None:
    manager = service.person("赵敏", {P.CUSTOMER_READ: Scope.ALL, P.TIER_READ: Scope.ALL, P.TIER_EDIT: Scope.ALL})
    vip, riser = business.customer(), business.customer()
    business.customer()
    business.bought(vip, "1000.00", 30, on=TODAY)
    business.bought(riser, "300.00", 10, on=TODAY)
    service.clock.set(NOW)
    business.recompute(NOW)
    draft = manager.post("/tiers/policies").json
    changed = manager.patch(
        f"/tiers/policies/{draft['id']}", {"vip_amount": "1000.01", "potential_quantity": 11}, version=draft["version"]
    )
    assert changed.status_code == 200, changed.json
    trial = manager.post(f"/tiers/policies/{draft['id']}/try").json
    assert (trial["customers"], trial["rises"], trial["falls"]) == (3, 0, 2)
    assert trial["by_tier"] == {"ordinary": 2, "potential": 1, "vip": 0}


def test_news_of_customers_ask_for_a_recompute_of_who_is_active_and_has_business(
    service: ServiceUnderTest, business: Business
) -> None:
    with_business, gone = new_id(), new_id()
    business.told(fact_of(with_business, "1.00", 1, on=TODAY), fact_of(gone, "1.00", 1, on=TODAY))
    with service.unit_of_work() as ctx:
        assert set(facts.take_due(ctx.session, 10)) == {with_business, gone}
    business.customer(id=with_business)
    business.customer(id=gone, active=False)
    business.customer()
    with service.unit_of_work() as ctx:
        assert list(facts.take_due(ctx.session, 10)) == [with_business]
        assert list(facts.take_due(ctx.session, 10)) == []


def test_a_transaction_that_moves_to_another_customer_concerns_both(
    service: ServiceUnderTest, business: Business
) -> None:
    one, other = business.customer(), business.customer()
    id = business.bought(one, "1.00", 1, on=TODAY)
    with service.unit_of_work() as ctx:
        facts.take_due(ctx.session, 10)
    business.bought(other, "1.00", 1, on=TODAY, transaction_id=id, version=2)
    with service.unit_of_work() as ctx:
        assert set(facts.take_due(ctx.session, 10)) == {one, other}


@pytest.mark.parametrize(("due", "rests"), [(1, False), (2, True), (3, True)])
def test_a_step_that_is_full_rests_before_the_next(
    service: ServiceUnderTest, business: Business, monkeypatch: pytest.MonkeyPatch, due: int, rests: bool
) -> None:
    monkeypatch.setattr(tiers, "AT_ONCE", 2)
    for _ in range(due):
        business.bought(business.customer(), "1.00", 1, on=TODAY)
    with service.unit_of_work() as ctx:
        later = tiers.recompute_due(ctx)
    assert (later is not None) is rests
    assert timedelta(seconds=1) == tiers.PAUSE_IN_BULK


def test_returns_count_when_the_policy_says_so_and_not_else(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    business.bought(customer, "1000.00", 30, on=TODAY - days(1))
    business.bought(customer, "-5.00", -1, on=TODAY, kind=TransactionKind.RETURN)
    with service.unit_of_work() as ctx:
        policy = queries.active_policy(ctx.session).rules
        assert TransactionKind.RETURN in policy.kinds
        assert queries.figures_of(ctx.session, customer, policy, TODAY) == (Decimal("995.00"), 29)
        sales = type(policy)(**{**policy.__dict__, "kinds": [TransactionKind.SALE]})
        assert queries.figures_of(ctx.session, customer, sales, TODAY) == (Decimal("1000.00"), 30)
