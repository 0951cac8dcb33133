"""Tier policies: draft, change, try out, activate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.jobs.coalesce import enqueue_unless_waiting
from contracts.reporting import TIER_RANK, PolicyStatus, RunReason, Tier
from services.reporting.domain.tiers import check_policy
from services.reporting.domain.workflow import POLICY
from services.reporting.store import queries
from services.reporting.store.models import TierPolicy
from services.reporting.usecases.tiers import RecomputeTiers

SAMPLE = 100
COPIED = (
    "window_months",
    "kinds",
    "potential_amount",
    "potential_quantity",
    "vip_amount",
    "vip_quantity",
    "combine",
    "grace_days",
)


@dataclass(frozen=True, kw_only=True)
class ChangePolicy:
    """New values of some fields of a draft; the others stay."""

    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a policy would make of everybody, grace periods left aside: who falls in it falls when the grace is over.

    ``sample`` names only customers whom the actor may read; the figures count everybody."""

    as_of: date
    customers: int
    by_tier: dict[Tier, int]
    rises: int
    falls: int
    moves: Sequence[dict[str, Any]]
    sample: Sequence[dict[str, Any]]


def read_policy(ctx: Context, id: UUID) -> TierPolicy:
    """One policy. Raises NotFound."""
    return queries.policy_of(ctx.session, id)


def draft_policy(ctx: Context) -> TierPolicy:
    """A new draft that says what the policy in force says."""
    known = queries.policies_locked(ctx.session)
    active = next(policy for policy in known if policy.status is PolicyStatus.ACTIVE)
    draft = TierPolicy(
        number=known[-1].number + 1,
        status=PolicyStatus.DRAFT,
        note="",
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
        **{name: getattr(active, name) for name in COPIED},
    )
    ctx.session.add(draft)
    ctx.session.flush()
    return draft


def change_policy(ctx: Context, id: UUID, command: ChangePolicy, version: int | None) -> TierPolicy:
    """Change a draft. Raises Stale, WrongStatus for what is no draft, Invalid where its thresholds would contradict
    each other."""
    policy = queries.policy_of(ctx.session, id)
    expect_version(policy, version)
    POLICY.after("edit", policy, ctx.actor)
    _write(policy, command)
    ctx.session.flush()
    return policy


def _write(policy: TierPolicy, command: ChangePolicy) -> None:
    for field, value in command.values.items():
        setattr(policy, field, value)
    check_policy(policy.rules)


def activate_policy(ctx: Context, id: UUID, command: ChangePolicy, version: int | None) -> TierPolicy:
    """Put a draft in force, with the values that are sent, in place of the policy that is; everybody's tier is computed
    by it at once. Raises Stale, WrongStatus for what is no draft, Invalid."""
    known = queries.policies_locked(ctx.session)
    policy = queries.policy_of(ctx.session, id)
    expect_version(policy, version)
    activated = POLICY.after("activate", policy, ctx.actor)
    _write(policy, command)
    for other in known:
        if other.status is PolicyStatus.ACTIVE:
            other.status = PolicyStatus.RETIRED
    ctx.session.flush()  # there is one active policy at any moment
    policy.status = activated
    policy.activated_by, policy.activated_by_name, policy.activated_at = ctx.actor.id, ctx.actor.name, ctx.now
    ctx.session.flush()
    enqueue_unless_waiting(ctx, RecomputeTiers(reason=RunReason.POLICY))
    return policy


def try_policy(ctx: Context, id: UUID, command: ChangePolicy) -> Trial:
    """What would become of everybody if this policy, with the values that are sent, had been in force for long. Changes
    nothing. Raises Invalid."""
    policy = queries.policy_of(ctx.session, id)
    tried = TierPolicy(number=policy.number, **{name: getattr(policy, name) for name in COPIED})
    _write(tried, command)
    found = queries.try_policy(ctx.session, ctx.actor, tried.rules, ctx.today, SAMPLE)
    by_tier = dict.fromkeys(Tier, 0)
    rises = falls = 0
    for move in found["moves"]:
        by_tier[move["to"]] += move["count"]
        step = TIER_RANK[move["to"]] - TIER_RANK[move["from"]]
        rises += move["count"] if step > 0 else 0
        falls += move["count"] if step < 0 else 0
    by_tier[Tier.ORDINARY] = found["customers"] - by_tier[Tier.POTENTIAL] - by_tier[Tier.VIP]
    return Trial(
        as_of=ctx.today,
        customers=found["customers"],
        by_tier=by_tier,
        rises=rises,
        falls=falls,
        moves=[move for move in found["moves"] if move["from"] != move["to"]],
        sample=found["sample"],
    )
