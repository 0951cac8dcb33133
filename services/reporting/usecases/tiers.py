"""Tiers: judge everybody, or whoever's business has changed, by the policy in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from chassis.context import Context
from chassis.feed.bulk import record_events_from
from chassis.jobs import Later, job
from chassis.jobs.coalesce import enqueue_unless_waiting
from contracts.reporting import RunReason, TierAssigned
from services.reporting.domain.tiers import Policy
from services.reporting.store import queries, tier_sql
from services.reporting.store.models import TierRun

AT_ONCE = 5_000
"""Customers judged in one transaction after news; everybody at once is one statement."""

REST_IN_BULK = timedelta(seconds=1)

_TAKE_DUE = text(
    """
    WITH taken AS (
        SELECT customer_id FROM tier_due WHERE due ORDER BY customer_id LIMIT :most FOR UPDATE SKIP LOCKED
    )
    UPDATE tier_due d SET due = false FROM taken t WHERE d.customer_id = t.customer_id RETURNING d.customer_id
    """
)
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('reporting.tiers'))")
PLANNING = text(
    """
    SELECT set_config('work_mem', :memory, true), set_config('hash_mem_multiplier', '2', true),
           set_config('max_parallel_workers_per_gather', '0', true)
    """
)
"""For the judging of everybody. In parallel each worker would sum up all transactions for itself: the planner shares
out the customers only."""

MEMORY = "256MB"
"""What one sort or hash of the recompute of everybody may take (hashes twice of it): a million sums stay in memory."""

_KNOWN = text("SELECT count(*) FROM customer_fact WHERE active")


@job("reporting.recompute_tiers.v1")
class RecomputeTiers:
    """Judge everybody. ``reason``: schedule, demand or policy."""

    reason: RunReason


@job("reporting.recompute_due.v1")
class RecomputeDue:
    """Judge whoever's business has changed."""


def ask_for_recompute(ctx: Context) -> UUID:
    """Have everybody judged soon; the id of the job that does it. Asked twice before it starts, it is one job."""
    return enqueue_unless_waiting(ctx, RecomputeTiers(reason=RunReason.DEMAND))


def recompute_tiers(ctx: Context, reason: RunReason) -> TierRun:
    """Judge everybody by the policy in force, write what changed and tell it, all in this transaction."""
    ctx.session.execute(_ONE_AT_A_TIME)
    ctx.session.execute(PLANNING, {"memory": MEMORY})
    customers = ctx.session.scalar(_KNOWN) or 0
    return _recompute(ctx, reason, customers, None)


def recompute_due(ctx: Context) -> Later | None:
    """Judge some thousand of those whose business has changed; Later when there may be more.

    So many at once means that a file is being taken in: then there is a rest between the steps, because the same
    customers come again and again, and whoever takes the file in needs the processors.
    """
    ctx.session.execute(_ONE_AT_A_TIME)
    ids = ctx.session.scalars(_TAKE_DUE, {"most": AT_ONCE}).all()
    if not ids:
        return None
    _recompute(ctx, RunReason.NEWS, len(ids), ids)
    if len(ids) < AT_ONCE:
        return None
    return Later(datetime.now(UTC) + REST_IN_BULK, "business comes in by the thousand")


def _recompute(ctx: Context, reason: RunReason, customers: int, ids: Sequence[UUID] | None) -> TierRun:
    started = datetime.now(UTC)
    policy = queries.active_policy(ctx.session).rules
    changed = _write_changes(ctx, policy, ids)
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


def _write_changes(ctx: Context, policy: Policy, ids: Sequence[UUID] | None) -> int:
    values = tier_sql.parameters(policy, ctx.today, ids)
    ctx.session.execute(text("DROP TABLE IF EXISTS pg_temp.tier_change"))
    ctx.session.execute(tier_sql.collect_changes(policy, only_some=ids is not None), values)
    more = {
        "now": ctx.now,
        "policy_number": policy.number,
        "window_from": values["window_from"],
        "window_to": values["window_to"],
    }
    for statement in (
        tier_sql.WRITE_ASSIGNMENTS,
        tier_sql.WRITE_NEW_STANDINGS,
        tier_sql.WRITE_STANDINGS,
        tier_sql.WRITE_GRACE,
    ):
        ctx.session.execute(statement, {name: more[name] for name in statement.compile().params})
    told = {"policy_number": policy.number, "told_at": ctx.now.isoformat()}
    return record_events_from(ctx, TierAssigned, tier_sql.NEWS, told)
