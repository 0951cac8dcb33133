"""Tiers: compute those of everybody, or of whoever's business has changed, by the policy in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.context import Context
from chassis.feed.bulk import record_events_from
from chassis.jobs import RetryLater, job
from chassis.jobs.coalesce import enqueue_unless_waiting
from contracts.reporting import RunReason, TierAssigned
from services.reporting.store import facts, queries, recompute
from services.reporting.store.models import TierRun
from services.reporting.store.tier_sql import ASSIGNED_EVENTS

AT_ONCE = 5_000
"""Customers whose tiers are computed in one transaction after news; those of everybody are one statement."""

PAUSE_IN_BULK = timedelta(seconds=1)
"""Between two such transactions when there are more customers to come."""


@job("reporting.recompute_tiers.v1")
class RecomputeTiers:
    """Compute everybody's tier. ``reason``: schedule, demand or policy."""

    reason: RunReason


@job("reporting.recompute_due.v1")
class RecomputeDue:
    """Compute the tiers of whoever's business has changed."""


def ask_for_recompute(ctx: Context) -> UUID:
    """Have everybody's tier computed soon; the id of the job that does it. Asked twice before it starts, it is one
    job."""
    return enqueue_unless_waiting(ctx, RecomputeTiers(reason=RunReason.DEMAND))


def recompute_tiers(ctx: Context, reason: RunReason) -> TierRun:
    """Compute everybody's tier by the policy in force, write what changed and tell it, all in this transaction."""
    recompute.take_turn(ctx.session)
    recompute.plan_for_everybody(ctx.session)
    return _recompute(ctx, reason, recompute.count_active(ctx.session), None)


def recompute_due(ctx: Context) -> RetryLater | None:
    """Compute the tiers of some thousand of those whose business has changed; RetryLater when there may be more.

    So many at once means that a file is being imported: then there is a pause between the steps, because the same
    customers come again and again, and the import needs the processors.
    """
    recompute.take_turn(ctx.session)
    ids = facts.take_due(ctx.session, AT_ONCE)
    if not ids:
        return None
    _recompute(ctx, RunReason.NEWS, len(ids), ids)
    if len(ids) < AT_ONCE:
        return None
    return RetryLater(datetime.now(UTC) + PAUSE_IN_BULK, "business comes in by the thousand")


def _recompute(ctx: Context, reason: RunReason, customers: int, ids: Sequence[UUID] | None) -> TierRun:
    started = datetime.now(UTC)
    policy = queries.active_policy(ctx.session).rules
    recompute.write_changes(ctx.session, policy, now=ctx.now, today=ctx.today, customer_ids=ids)
    told = {"policy_number": policy.number, "told_at": ctx.now.isoformat()}
    changed = record_events_from(ctx, TierAssigned, ASSIGNED_EVENTS, told)
    finished = datetime.now(UTC)
    run = TierRun(
        reason=reason,
        policy_number=policy.number,
        customers=customers,
        changed=changed,
        started_at=started,
        finished_at=finished,
        seconds=round(Decimal((finished - started).total_seconds()), 2),
    )
    ctx.session.add(run)
    ctx.session.flush()
    return run
