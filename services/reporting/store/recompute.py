"""Computing tiers: the steps of one recompute in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.reporting.domain.tiers import Policy
from services.reporting.store import tier_sql
from services.reporting.store.models import CustomerFact

MEMORY = "256MB"
"""What one sort or hash of the recompute of everybody may take (hashes twice of it): a million sums stay in memory."""

PLANNING = text(
    """
    SELECT set_config('work_mem', :memory, true), set_config('hash_mem_multiplier', '2', true),
           set_config('max_parallel_workers_per_gather', '0', true)
    """
)
"""Planner settings for the recompute of everybody. Parallel workers are off: each would sum up all transactions itself,
since the planner shares out the customers only."""

_TAKE_TURN = text("SELECT pg_advisory_xact_lock(hashtext('reporting.tiers'))")
_FORGET_CHANGES = text("DROP TABLE IF EXISTS pg_temp.tier_change")


def take_turn(session: Session) -> None:
    """Wait until nobody else computes tiers; whoever comes later waits for the end of this transaction."""
    session.execute(_TAKE_TURN)


def plan_for_everybody(session: Session) -> None:
    """Give this transaction the planner settings for the recompute of everybody."""
    session.execute(PLANNING, {"memory": MEMORY})


def count_active(session: Session) -> int:
    """How many active customers there are."""
    return session.scalar(select(func.count()).select_from(CustomerFact).where(CustomerFact.active)) or 0


def write_changes(
    session: Session, policy: Policy, *, now: datetime, today: date, customer_ids: Sequence[UUID] | None
) -> None:
    """Compute the tiers of some customers (None: of everybody) and write what changed: assignments, current tiers,
    begin and end of grace periods. The changes stay in ``tier_change`` until the transaction ends."""
    values: dict[str, Any] = tier_sql.parameters(policy, today, customer_ids)
    session.execute(_FORGET_CHANGES)
    session.execute(tier_sql.collect_changes(policy, only_some=customer_ids is not None), values)
    more = {
        "now": now,
        "policy_number": policy.number,
        "window_from": values["window_from"],
        "window_to": values["window_to"],
    }
    for statement in (
        tier_sql.WRITE_ASSIGNMENTS,
        tier_sql.WRITE_FIRST_TIERS,
        tier_sql.WRITE_TIERS,
        tier_sql.WRITE_GRACE,
    ):
        session.execute(statement, {name: more[name] for name in statement.compile().params})
