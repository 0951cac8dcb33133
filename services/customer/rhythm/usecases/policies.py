"""The policy of work by tier, and what it says of one customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, expect_version
from contracts.customer import CustomerStatus, DueState
from contracts.reporting import Tier
from services.customer.rhythm.domain import rhythm
from services.customer.rhythm.store import due, policies
from services.customer.rhythm.store.due import RhythmFilter, TierDue
from services.customer.rhythm.store.models import RhythmPolicy
from services.customer.usecases import readings


@dataclass(frozen=True, kw_only=True)
class SetRhythmPolicy:
    """New values of some fields: ``method``, ``every_days``."""

    values: dict[str, Any]


@dataclass(frozen=True)
class CustomerRhythm:
    """How a customer is served, and by when it is to be contacted again; no day where there is no rhythm."""

    tier: Tier
    method: str
    every_days: int | None
    last_contact_on: date | None
    due_on: date | None
    state: DueState | None


def set_rhythm_policy(ctx: Context, id: UUID, command: SetRhythmPolicy, version: int | None) -> RhythmPolicy:
    """Say how customers of a kind and tier are served, and how often they are contacted. It holds at once, counted from
    the last contact of each. Raises NotFound, Stale."""
    policy = policies.rhythm_policy(ctx.session, id)
    expect_version(policy, version)
    for field, value in command.values.items():
        setattr(policy, field, value)
    ctx.session.flush()
    return policy


def rhythm_of(ctx: Context, customer_id: UUID) -> CustomerRhythm:
    """How a customer that one may read is served, and when it is due. Raises NotFound."""
    customer = readings.view_part_of_customer(ctx, customer_id)
    policy = policies.rhythm_policy_for(ctx.session, customer.kind, customer.tier)
    every = policy.every_days if customer.status is CustomerStatus.ACTIVE else None
    day = rhythm.due_on(customer.counted_from, every)
    state = rhythm.state_of(day, ctx.today)
    return CustomerRhythm(customer.tier, policy.method, policy.every_days, customer.last_contact_on, day, state)


def due_page(ctx: Context, wanted: RhythmFilter) -> Page[Any]:
    """A page of the customers that have a rhythm, with the day on which each is due."""
    return due.due_page(ctx.session, ctx.actor, policies.rhythm_policies(ctx.session), wanted, ctx.today)


def due_counts(ctx: Context, wanted: RhythmFilter) -> list[TierDue]:
    """How many customers are due, by tier."""
    return due.due_counts(ctx.session, ctx.actor, policies.rhythm_policies(ctx.session), wanted, ctx.today)
