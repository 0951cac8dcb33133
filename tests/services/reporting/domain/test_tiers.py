"""What figures deserve, and when a tier changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chassis.errors import Invalid
from contracts.customer import TransactionKind
from contracts.reporting import AssignmentReason, Combine, Tier
from services.reporting.domain.tiers import (
    CurrentTier,
    Policy,
    Threshold,
    check_policy,
    classify,
    grace_until,
    next_tier,
    reason_of,
    window,
)

POLICY = Policy(
    number=1,
    window_months=12,
    kinds=(TransactionKind.SALE,),
    potential=Threshold(amount=Decimal(300), quantity=10),
    vip=Threshold(amount=Decimal(1000), quantity=30),
    combine=Combine.BOTH,
    grace_days=30,
)
TODAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("amount", "quantity", "both", "either"),
    [
        ("1000.00", 30, Tier.VIP, Tier.VIP),
        ("999.99", 30, Tier.POTENTIAL, Tier.VIP),
        ("1000.00", 29, Tier.POTENTIAL, Tier.VIP),
        ("5000.00", 9, Tier.ORDINARY, Tier.VIP),
        ("300.00", 10, Tier.POTENTIAL, Tier.POTENTIAL),
        ("299.99", 10, Tier.ORDINARY, Tier.POTENTIAL),
        ("0.00", 0, Tier.ORDINARY, Tier.ORDINARY),
        ("-50.00", -1, Tier.ORDINARY, Tier.ORDINARY),
    ],
)
def test_figures_are_held_against_both_thresholds_or_either(
    amount: str, quantity: int, both: Tier, either: Tier
) -> None:
    assert classify(Decimal(amount), quantity, POLICY) is both
    assert classify(Decimal(amount), quantity, replace(POLICY, combine=Combine.EITHER)) is either


def test_a_customer_rises_at_once() -> None:
    assert next_tier(Tier.ORDINARY, Tier.VIP, None, TODAY, 30) == CurrentTier(tier=Tier.VIP, below_since=None)


def test_a_fall_waits_for_the_whole_grace_period() -> None:
    first = next_tier(Tier.VIP, Tier.ORDINARY, None, TODAY, 30)
    assert first == CurrentTier(tier=Tier.VIP, below_since=TODAY)
    day_before = next_tier(Tier.VIP, Tier.ORDINARY, TODAY, TODAY + timedelta(days=29), 30)
    assert day_before == first
    last = next_tier(Tier.VIP, Tier.ORDINARY, TODAY, TODAY + timedelta(days=30), 30)
    assert last == CurrentTier(tier=Tier.ORDINARY, below_since=None)
    assert grace_until(TODAY, 30) == TODAY + timedelta(days=30)


def test_a_customer_falls_to_what_the_figures_deserve_when_the_grace_is_over() -> None:
    fallen = next_tier(Tier.VIP, Tier.POTENTIAL, TODAY - timedelta(days=30), TODAY, 30)
    assert fallen == CurrentTier(tier=Tier.POTENTIAL, below_since=None)


def test_whoever_recovers_within_the_grace_period_has_never_fallen() -> None:
    assert next_tier(Tier.VIP, Tier.VIP, TODAY, TODAY, 30) == CurrentTier(tier=Tier.VIP, below_since=None)


def test_without_grace_a_customer_falls_at_once() -> None:
    assert next_tier(Tier.VIP, Tier.POTENTIAL, None, TODAY, 0) == CurrentTier(tier=Tier.POTENTIAL, below_since=None)


def test_the_reason_tells_a_rise_from_a_fall_and_a_fall_after_grace() -> None:
    assert reason_of(Tier.ORDINARY, Tier.VIP, 30) is AssignmentReason.RISE
    assert reason_of(Tier.VIP, Tier.ORDINARY, 30) is AssignmentReason.GRACE_OVER
    assert reason_of(Tier.VIP, Tier.ORDINARY, 0) is AssignmentReason.FALL


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 10, 31), 12, date(2025, 11, 1)),
        (date(2026, 11, 22), 12, date(2025, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2026, 1, 15), 1, date(2025, 12, 16)),
        (date(2026, 12, 31), 24, date(2025, 1, 1)),
    ],
)
def test_the_window_is_the_last_months_up_to_today(today: date, months: int, first: date) -> None:
    assert window(today, months) == (first, today)


def test_thresholds_of_vip_are_not_below_those_of_potential() -> None:
    with pytest.raises(Invalid) as refused:
        check_policy(replace(POLICY, vip=Threshold(amount=Decimal(299), quantity=9)))
    assert refused.value.fields == {"vip_amount": ["below_potential"], "vip_quantity": ["below_potential"]}


def test_nobody_without_business_may_come_out_above_ordinary() -> None:
    easy = Threshold(amount=Decimal(0), quantity=5)
    check_policy(replace(POLICY, potential=easy))
    with pytest.raises(Invalid):
        check_policy(replace(POLICY, potential=easy, combine=Combine.EITHER))


@pytest.mark.parametrize(
    ("amount", "quantity", "wrong"),
    [
        (300, 10, []),
        (299, 10, ["vip_amount"]),
        (300, 9, ["vip_quantity"]),
    ],
)
def test_vip_may_take_the_same_as_potential_and_nothing_less(amount: int, quantity: int, wrong: list[str]) -> None:
    policy = replace(POLICY, vip=Threshold(amount=Decimal(amount), quantity=quantity))
    if not wrong:
        check_policy(policy)
    else:
        with pytest.raises(Invalid) as refused:
            check_policy(policy)
        assert sorted(refused.value.fields) == wrong


def test_a_fall_begins_when_the_figures_fall_and_not_later() -> None:
    since = TODAY - timedelta(days=10)
    assert next_tier(Tier.VIP, Tier.POTENTIAL, since, TODAY, 30) == CurrentTier(tier=Tier.VIP, below_since=since)
    assert next_tier(Tier.POTENTIAL, Tier.VIP, since, TODAY, 30) == CurrentTier(tier=Tier.VIP, below_since=None)


def test_nothing_threatens_whose_figures_carry_the_tier() -> None:
    assert grace_until(None, 30) is None
    assert grace_until(TODAY, 0) == TODAY
