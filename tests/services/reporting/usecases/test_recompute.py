"""The recompute: the rules of domain.tiers for everybody at once, and news only of what changed."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select, update

from chassis.db import new_id
from chassis.events import decode
from chassis.jobs import RetryLater
from chassis.jobs.tables import job
from chassis.testing.service import ServiceUnderTest
from contracts.customer import TransactionKind
from contracts.reporting import AssignmentReason, Combine, Tier, TierAssigned
from services.reporting.domain.tiers import CurrentTier, classify, next_tier, reason_of, window
from services.reporting.store import queries
from services.reporting.store.models import CustomerTier, TierAssignment, TierPolicy, TierRun
from services.reporting.usecases import tiers
from tests.services.reporting.scenario import Business, days, fact_of

SAID = "reporting.tier_assigned.v1"
NOW = datetime(2026, 10, 31, 4, tzinfo=UTC)
TODAY = date(2026, 10, 31)


def tier_of(service: ServiceUnderTest, customer_id: UUID) -> str:
    with service.unit_of_work() as ctx:
        current = queries.current_tier_of(ctx.session, customer_id)
        return current.tier if current else "ordinary"


def test_a_customer_with_enough_business_is_assigned_the_tier_with_its_reasons(
    service: ServiceUnderTest, business: Business
) -> None:
    customer = business.customer()
    business.bought(customer, "600.00", 20, on=TODAY)
    business.bought(customer, "400.00", 10, on=TODAY - days(300))
    assert business.recompute(NOW) == 1
    with service.unit_of_work() as ctx:
        [(assignment, policy)] = queries.history_of(ctx.session, customer)
        assert (assignment.tier, assignment.previous, assignment.reason) == ("vip", "ordinary", "rise")
        assert (assignment.amount, assignment.quantity) == (Decimal("1000.00"), 30)
        assert (assignment.window_from, assignment.window_to) == (date(2025, 11, 1), TODAY)
        assert (assignment.policy_number, assignment.assigned_at) == (1, NOW)
        assert (policy.number, policy.vip_amount, policy.vip_quantity) == (1, Decimal("1000.00"), 30)


def test_the_news_of_a_tier_is_the_event_that_the_contract_names(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    business.bought(customer, "1234.50", 31, on=TODAY)
    business.recompute(NOW)
    [told] = service.told(SAID)
    assert decode(TierAssigned, told) == TierAssigned(
        customer_id=customer,
        version=1,
        tier=Tier.VIP,
        previous=Tier.ORDINARY,
        amount=Decimal("1234.50"),
        quantity=31,
        policy_version=1,
        assigned_at=NOW,
    )
    assert told["amount"] == "1234.50"


def test_nothing_is_written_or_told_where_nothing_changed(service: ServiceUnderTest, business: Business) -> None:
    vip, ordinary = business.customer(), business.customer()
    business.bought(vip, "1000.00", 30, on=TODAY)
    business.bought(ordinary, "10.00", 1, on=TODAY)
    assert [business.recompute(NOW), business.recompute(NOW + days(1))] == [1, 0]
    assert len(service.told(SAID)) == 1
    with service.unit_of_work() as ctx:
        assert list(ctx.session.scalars(select(TierAssignment.customer_id))) == [vip]
        assert [run.changed for run in ctx.session.scalars(select(TierRun).order_by(TierRun.id))] == [1, 0]


def test_void_transactions_other_kinds_and_days_outside_the_window_do_not_count(
    service: ServiceUnderTest, business: Business
) -> None:
    customer = business.customer()
    business.bought(customer, "1000.00", 30, on=TODAY, void=True)
    business.bought(customer, "1000.00", 30, on=date(2025, 10, 31))
    business.bought(customer, "1000.00", 30, on=TODAY + days(1))
    business.recompute(NOW)
    assert tier_of(service, customer) == "ordinary"
    business.bought(customer, "1000.00", 30, on=date(2025, 11, 1))
    business.recompute(NOW)
    assert tier_of(service, customer) == "vip"


def test_a_return_takes_its_amount_and_volume_away(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    business.bought(customer, "1000.00", 30, on=TODAY)
    business.bought(customer, "-0.01", 0, on=TODAY, kind=TransactionKind.RETURN)
    business.recompute(NOW)
    assert tier_of(service, customer) == "potential"


def test_the_tier_of_a_disabled_customer_is_not_computed(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer(active=False)
    business.bought(customer, "1000.00", 30, on=TODAY)
    assert business.recompute(NOW) == 0
    business.customer(id=customer)
    assert business.recompute(NOW) == 1


def test_the_company_s_day_begins_in_its_own_time_zone(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    business.bought(customer, "1000.00", 30, on=date(2026, 11, 1))
    assert business.recompute(datetime(2026, 10, 31, 15, 59, tzinfo=UTC)) == 0
    assert business.recompute(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == 1


def test_a_fall_waits_and_a_recovery_ends_the_waiting(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    first = business.bought(customer, "1000.00", 30, on=TODAY)
    business.recompute(NOW)
    business.bought(customer, "1000.00", 30, on=TODAY, transaction_id=first, version=2, void=True)
    assert business.recompute(NOW + days(1)) == 0
    with service.unit_of_work() as ctx:
        assert queries.current_tier_of(ctx.session, customer).below_since == TODAY + days(1)  # type: ignore[union-attr]
    second = business.bought(customer, "1000.00", 30, on=TODAY)
    assert business.recompute(NOW + days(2)) == 0
    business.bought(customer, "1000.00", 30, on=TODAY, transaction_id=second, version=2, void=True)
    assert [business.recompute(NOW + days(day)) for day in (3, 32, 33)] == [0, 0, 1]
    told = service.told(SAID)
    assert [(event["version"], event["tier"], event["previous"]) for event in told] == [
        (1, "vip", "ordinary"),
        (2, "ordinary", "vip"),
    ]
    with service.unit_of_work() as ctx:
        [(last, _), _] = queries.history_of(ctx.session, customer)
        assert last.reason == "grace_over"


def test_after_news_only_the_tiers_of_those_whose_business_changed_are_computed(
    service: ServiceUnderTest, business: Business
) -> None:
    touched, other = business.customer(), business.customer()
    for customer in (touched, other):
        business.bought(customer, "1000.00", 30, on=TODAY)
    business.recompute_due(NOW)
    assert len(service.told(SAID)) == 2
    moved = business.bought(touched, "5.00", 1, on=TODAY)
    business.recompute_due(NOW)
    with service.unit_of_work() as ctx:
        last = ctx.session.scalars(select(TierRun).order_by(TierRun.id.desc())).first()
        assert last is not None
        assert (last.reason, last.customers, last.changed) == ("news", 1, 0)
    business.bought(other, "5.00", 1, on=TODAY, transaction_id=moved, version=2)
    business.recompute_due(NOW)
    with service.unit_of_work() as ctx:
        counts = ctx.session.scalars(select(TierRun.customers).order_by(TierRun.id.desc())).first()
        assert counts == 2, "a correction that moves a transaction touches both customers"


def test_news_of_many_batches_are_one_job_that_rests_a_moment(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    for _ in range(3):
        business.bought(customer, "10.00", 1, on=TODAY)
    with service.engine.connect() as connection:
        [row] = connection.execute(select(job.c.name, job.c.due_at, job.c.created_at)).all()
    assert row.name == "reporting.recompute_due.v1"


def test_while_business_comes_in_by_the_thousand_the_steps_rest_in_between(
    service: ServiceUnderTest, business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "AT_ONCE", 2)
    for _ in range(3):
        business.bought(business.customer(), "1000.00", 30, on=TODAY)
    outcomes = []
    for _ in range(2):
        with service.unit_of_work(now=NOW) as ctx:
            outcomes.append(tiers.recompute_due(ctx))
    assert isinstance(outcomes[0], RetryLater)
    assert outcomes[1] is None
    assert len(service.told(SAID)) == 3


def test_an_older_word_on_a_transaction_changes_nothing(service: ServiceUnderTest, business: Business) -> None:
    customer = business.customer()
    known = business.bought(customer, "1000.00", 30, on=TODAY, version=2)
    business.bought(customer, "1.00", 1, on=TODAY, transaction_id=known, version=1)
    business.recompute(NOW)
    assert tier_of(service, customer) == "vip"


def test_of_two_words_in_one_batch_the_newer_holds(service: ServiceUnderTest, business: Business) -> None:
    customer, id = business.customer(), new_id()
    words = [
        fact_of(customer, amount, 30, on=TODAY, transaction_id=id, version=version)
        for amount, version in (("1000.00", 2), ("1.00", 1))
    ]
    business.told(*words)
    business.recompute(NOW)
    assert tier_of(service, customer) == "vip"


def test_business_of_a_customer_we_have_not_heard_of_counts_when_we_do(
    service: ServiceUnderTest, business: Business
) -> None:
    customer = new_id()
    business.bought(customer, "1000.00", 30, on=TODAY)
    business.recompute_due(NOW)
    assert service.told(SAID) == []
    business.customer(id=customer)
    business.recompute_due(NOW)
    assert tier_of(service, customer) == "vip"


@pytest.mark.parametrize("combine", list(Combine))
@pytest.mark.parametrize("grace", [0, 3])
def test_the_statement_classifies_as_the_rules_do(
    service: ServiceUnderTest, business: Business, combine: Combine, grace: int
) -> None:
    luck = random.Random(f"{combine}{grace}")
    with service.unit_of_work() as ctx:
        ctx.session.execute(update(TierPolicy).values(combine=combine, grace_days=grace, window_months=1))
        policy = queries.active_policy(ctx.session).rules
    customers = [business.customer(f"客户{n}") for n in range(60)]
    told = [
        fact_of(
            luck.choice(customers[:55]),
            str(Decimal(luck.randrange(-20_000, 60_000)) / 100),
            luck.randrange(-3, 20),
            on=TODAY + days(luck.randrange(-45, 12)),
            kind=luck.choice(list(TransactionKind)),
            void=luck.random() < 0.1,
        )
        for _ in range(800)
    ]
    business.told(*told)
    current_tiers = dict.fromkeys(customers, CurrentTier(tier=Tier.ORDINARY, below_since=None))
    changes = 0
    for day in range(16):
        today = TODAY + days(day)
        reasons: dict[UUID, AssignmentReason] = {}
        first, last = window(today, policy.window_months)
        for customer, before in current_tiers.items():
            counted = [
                fact
                for fact in told
                if fact.customer_id == customer
                and not fact.void
                and fact.kind in policy.kinds
                and first <= fact.occurred_on <= last
            ]
            classified = classify(
                sum((fact.amount for fact in counted), Decimal(0)), sum(fact.quantity for fact in counted), policy
            )
            after = current_tiers[customer] = next_tier(before.tier, classified, before.below_since, today, grace)
            if after.tier is not before.tier:
                reasons[customer] = reason_of(before.tier, after.tier, grace)
        assert business.recompute(NOW + timedelta(days=day)) == len(reasons)
        changes += len(reasons)
        with service.unit_of_work() as ctx:
            written = select(TierAssignment).where(TierAssignment.assigned_at == NOW + timedelta(days=day))
            assert {row.customer_id: row.reason for row in ctx.session.scalars(written)} == reasons
            found = {row.customer_id: row for row in ctx.session.scalars(select(CustomerTier))}
        for customer, current in current_tiers.items():
            row = found.get(customer)
            assert (row.tier if row else "ordinary", row.below_since if row else None) == (
                current.tier.value,
                current.below_since,
            )
    assert changes > 60, "the data must make tiers move"
