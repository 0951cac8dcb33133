"""From business to tier: what a policy says, what the figures deserve, and when a tier changes.

A customer rises at once. A customer whose figures no longer carry the tier keeps it for the policy's grace period, so
that nobody flips every night; whoever recovers within it has never fallen.

Tiers are computed in the database, for everybody at once (``store/tier_sql.py``). ``next_tier`` and ``reason_of`` are
called by tests only: they say the rule in a few lines, and a test holds the statement against them on random data.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from chassis.errors import Invalid
from contracts.customer import TransactionKind
from contracts.reporting import TIER_RANK, AssignmentReason, Combine, Tier


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """What a tier takes: ``amount`` in yuan and ``quantity`` in pieces, within the window."""

    amount: Decimal
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules tiers are computed by: which transactions count, what each tier takes, how long a fall waits."""

    number: int
    window_months: int
    kinds: Sequence[TransactionKind]
    potential: Threshold
    vip: Threshold
    combine: Combine
    grace_days: int


@dataclass(frozen=True, kw_only=True)
class CurrentTier:
    """A customer's tier, and since when the figures have been below it (None: they are not)."""

    tier: Tier
    below_since: date | None


def window(today: date, months: int) -> tuple[date, date]:
    """The first and last day that count, both included: the last ``months`` months up to today.

    12 months on 2026-10-31 are 2025-11-01 to 2026-10-31.
    """
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    same_day = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    return same_day + timedelta(days=1), today


def classify(amount: Decimal, quantity: int, policy: Policy) -> Tier:
    """The tier that an amount and a volume deserve."""
    if _reaches(amount, quantity, policy.vip, policy.combine):
        return Tier.VIP
    if _reaches(amount, quantity, policy.potential, policy.combine):
        return Tier.POTENTIAL
    return Tier.ORDINARY


def _reaches(amount: Decimal, quantity: int, threshold: Threshold, combine: Combine) -> bool:
    reached = amount >= threshold.amount, quantity >= threshold.quantity
    return all(reached) if combine is Combine.BOTH else any(reached)


def next_tier(current: Tier, classified: Tier, below_since: date | None, today: date, grace_days: int) -> CurrentTier:
    """The tier of a customer whose figures deserve ``classified`` today. ``grace_days``: how long a fall waits."""
    if TIER_RANK[classified] >= TIER_RANK[current]:
        return CurrentTier(tier=classified, below_since=None)
    since = below_since or today
    if since + timedelta(days=grace_days) <= today:
        return CurrentTier(tier=classified, below_since=None)
    return CurrentTier(tier=current, below_since=since)


def reason_of(before: Tier, after: Tier, grace_days: int) -> AssignmentReason:
    """Why a tier changed from one to another."""
    if TIER_RANK[after] > TIER_RANK[before]:
        return AssignmentReason.RISE
    return AssignmentReason.GRACE_OVER if grace_days else AssignmentReason.FALL


def grace_until(below_since: date | None, grace_days: int) -> date | None:
    """The day a customer falls unless the business recovers; None when nothing threatens."""
    return below_since + timedelta(days=grace_days) if below_since else None


def check_policy(policy: Policy) -> None:
    """Refuse thresholds that contradict each other. A customer without any business must come out as ordinary: that
    is what everybody is of whom nothing was ever told. Raises Invalid."""
    wrong: dict[str, str | list[str]] = {}
    if policy.vip.amount < policy.potential.amount:
        wrong["vip_amount"] = "below_potential"
    if policy.vip.quantity < policy.potential.quantity:
        wrong["vip_quantity"] = "below_potential"
    if classify(Decimal(0), 0, policy) is not Tier.ORDINARY:
        wrong["potential_amount"] = "everybody_reaches_it"
    if wrong:
        raise Invalid(**wrong)
