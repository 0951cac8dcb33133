"""Named reads of the reporting service: policies and tiers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, false, func, literal, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import visible_to
from chassis.db import Listing, ListQuery, Page, one
from contracts.permissions import Permission
from contracts.reporting import PolicyStatus, Tier
from services.reporting.domain.tiers import Policy
from services.reporting.store import tier_sql
from services.reporting.store.models import CustomerFact, CustomerTier, TierAssignment, TierPolicy, TierRun
from services.reporting.store.opened import opened_to
from services.reporting.store.recompute import count_active

HISTORY_SHOWN = 50
SEARCHED = 5_000
"""How many customers who would move are searched for a sample when the actor may not read all of them."""

RUNS: Listing[TierRun] = Listing({"started_at": (TierRun.id,)}, default="-started_at")
"""Ids ascend with the time a run was written."""


def active_policy(session: Session) -> TierPolicy:
    """The policy in force; there always is one."""
    return session.scalars(select(TierPolicy).where(TierPolicy.status == PolicyStatus.ACTIVE)).one()


def policies(session: Session) -> Sequence[TierPolicy]:
    """All policies, the newest first."""
    return session.scalars(select(TierPolicy).order_by(TierPolicy.number.desc())).all()


def policies_locked(session: Session) -> Sequence[TierPolicy]:
    """All policies, locked: who makes or activates one waits for whoever else does."""
    rows = select(TierPolicy).order_by(TierPolicy.number).with_for_update()
    return session.scalars(rows, execution_options={"populate_existing": True}).all()


def policy_of(session: Session, id: UUID) -> TierPolicy:
    """A policy; NotFound when there is none of this id."""
    return one(session, select(TierPolicy).where(TierPolicy.id == id))


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of customers whose figures the actor sees: those the actor may read as customers, every active one to
    serve, and what a view request has opened. A right to tiers (``tier:read``) opens what is counted of the whole
    house, nobody's name."""
    if not (actor.may(Permission.CUSTOMER_READ) or actor.may(Permission.CUSTOMER_SERVE)):
        return false()
    ways = [visible_to(actor, Permission.CUSTOMER_READ, CustomerFact.owner_id)]
    ways.append(CustomerFact.id == any_(opened_to(actor)))
    return or_(*ways, CustomerFact.active) if actor.may(Permission.CUSTOMER_SERVE) else or_(*ways)


def customer_of(session: Session, actor: Actor, id: UUID) -> CustomerFact:
    """The customer, if there is one that the actor may read as a customer; NotFound otherwise."""
    return one(session, select(CustomerFact).where(CustomerFact.id == id, seen_by(actor)))


def current_tier_of(session: Session, customer_id: UUID) -> CustomerTier | None:
    """A customer's current tier; None for one who was always ordinary."""
    return session.get(CustomerTier, customer_id)


def history_of(session: Session, customer_id: UUID) -> Sequence[tuple[TierAssignment, TierPolicy]]:
    """A customer's last assignments, each with the policy it was made by, the latest first."""
    rows = (
        select(TierAssignment, TierPolicy)
        .join(TierPolicy, TierPolicy.number == TierAssignment.policy_number)
        .where(TierAssignment.customer_id == customer_id)
        .order_by(TierAssignment.version.desc())
        .limit(HISTORY_SHOWN)
    )
    return [(assignment, policy) for assignment, policy in session.execute(rows)]


def figures_of(session: Session, customer_id: UUID, policy: Policy, today: date) -> tuple[Decimal, int]:
    """A customer's amount and quantity in the policy's window, as of now."""
    values = tier_sql.parameters(policy, today, [customer_id])
    statement = tier_sql.figures_of_some(policy)
    row = session.execute(statement, {name: values[name] for name in statement.compile().params}).first()
    return (row.amount, row.quantity) if row else (Decimal("0.00"), 0)


def count_by_tier(session: Session) -> dict[Tier, int]:
    """How many active customers there are of each tier."""
    active = count_active(session)
    rows = (
        select(CustomerTier.tier, func.count().label("customers"))
        .join(CustomerFact, CustomerFact.id == CustomerTier.customer_id)
        .where(CustomerFact.active, CustomerTier.tier != Tier.ORDINARY)
        .group_by(CustomerTier.tier)
    )
    counted = {row.tier: row.customers for row in session.execute(rows)}
    above = {tier: counted.get(tier, 0) for tier in (Tier.POTENTIAL, Tier.VIP)}
    return {Tier.ORDINARY: active - sum(above.values()), **above}


def last_run(session: Session) -> TierRun | None:
    """The latest recompute, whatever its reason."""
    return session.scalar(select(TierRun).order_by(TierRun.id.desc()).limit(1))


def runs_page(session: Session, wanted: ListQuery) -> Page[TierRun]:
    """Recomputes, the latest first unless asked otherwise."""
    return RUNS.page(session, select(TierRun), wanted)


def try_policy(session: Session, actor: Actor, policy: Policy, today: date, sample: int) -> dict[str, Any]:
    """What would become of everybody under a policy: ``customers``, ``moves`` (from, to, count; also those who stay)
    and a ``sample`` of those who move and whom the actor may read, looked for among the first ``SEARCHED``."""
    everybody = actor.scope(Permission.CUSTOMER_READ) is Scope.ALL
    statement = tier_sql.try_out(policy)
    values = tier_sql.parameters(policy, today) | {"sample": sample if everybody else SEARCHED}
    row = session.execute(statement, {name: values[name] for name in statement.compile().params}).one()
    found = dict(row._mapping)
    if not everybody:
        ids = [UUID(moving["customer_id"]) for moving in found["sample"]]
        known = select(CustomerFact.id).where(CustomerFact.id == any_(literal(ids, ARRAY(Uuid))), seen_by(actor))
        seen = set(session.scalars(known))
        found["sample"] = [moving for moving in found["sample"] if UUID(moving["customer_id"]) in seen][:sample]
    return found
