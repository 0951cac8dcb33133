"""Why a customer has the tier it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.audit import log_partial_view
from chassis.context import Context
from contracts.customer import TransactionKind
from contracts.reporting import Combine, Tier
from services.reporting.domain.tiers import classify, grace_until, window
from services.reporting.store import queries, tier_sql
from services.reporting.store.models import CustomerFact, TierAssignment


@dataclass(frozen=True, kw_only=True)
class ExplainedAssignment:
    """A tier was assigned, and what the figures were held against then."""

    assignment: TierAssignment
    thresholds: dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ExplainedTier:
    """A customer's tier, the figures of the window as of today, what they are held against, and what came before.

    ``classified`` is what the figures deserve today; where it is below ``tier``, the customer falls on ``grace_until``.
    """

    customer_id: UUID
    tier: Tier
    classified: Tier
    amount: Decimal
    quantity: int
    window_from: date
    window_to: date
    kinds: Sequence[TransactionKind]
    policy_version: int
    thresholds: dict[str, dict[str, Any]]
    combine: Combine
    assigned_at: datetime | None
    below_since: date | None
    grace_until: date | None
    history: Sequence[ExplainedAssignment]


def explain_current_tier(ctx: Context, customer_id: UUID) -> ExplainedTier:
    """A customer's tier and why; the look at the customer is on record. Raises NotFound for a customer whom the actor
    may not see or of whom nothing was told."""
    customer = queries.customer_of(ctx.session, ctx.actor, customer_id)
    log_partial_view(ctx, CustomerFact.__tablename__, customer_id)
    policy = queries.active_policy(ctx.session).rules
    amount, quantity = queries.figures_of(ctx.session, customer.id, policy, ctx.today)
    window_from, window_to = window(ctx.today, policy.window_months)
    current = queries.current_tier_of(ctx.session, customer.id)
    below_since = current.below_since if current else None
    return ExplainedTier(
        customer_id=customer.id,
        tier=current.tier if current else Tier.ORDINARY,
        classified=classify(amount, quantity, policy),
        amount=amount,
        quantity=quantity,
        window_from=window_from,
        window_to=window_to,
        kinds=policy.kinds,
        policy_version=policy.number,
        thresholds=tier_sql.thresholds(policy),
        combine=policy.combine,
        assigned_at=current.assigned_at if current else None,
        below_since=below_since,
        grace_until=grace_until(below_since, policy.grace_days),
        history=[
            ExplainedAssignment(assignment=assignment, thresholds=tier_sql.thresholds(by.rules))
            for assignment, by in queries.history_of(ctx.session, customer.id)
        ],
    )
