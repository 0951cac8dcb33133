"""Merging two customers, at once or as a request that somebody else checks, and taking them apart again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden, NotFound, WrongStatus
from contracts.customer import CustomerStatus, PairStatus
from contracts.permissions import Permission
from services.customer.checks.domain.checking import may_propose, needs_check
from services.customer.checks.store.change_requests import waiting_change
from services.customer.checks.store.check_policies import policy_of
from services.customer.checks.usecases.changes import plain, request_change
from services.customer.domain.errors import AlreadyWaiting
from services.customer.domain.workflow import Entry, status_after
from services.customer.merging.domain.merging import (
    ABSORBS,
    ABSORBS_NAME,
    expect_mergeable,
    expect_separable,
    waits,
)
from services.customer.merging.store import merging as store
from services.customer.merging.store.pairs import settle_pair
from services.customer.merging.usecases import carrying
from services.customer.store import queries
from services.customer.store.models import Customer
from services.customer.usecases.customers import say_changed, write_fields


@dataclass(frozen=True, kw_only=True)
class MergeCustomer:
    """Which customer goes into the one that is named by the path, as it was looked at (its version), and which fields
    the one that lives on takes from it."""

    absorbed_id: UUID
    absorbed_version: int
    take: Sequence[str] = ()


def merge_customer(ctx: Context, id: UUID, command: MergeCustomer, version: int | None) -> Customer:
    """Make another customer a part of this one, with all that belongs to it; or ask for it. By who owns both at once,
    unless one is VIP or a value changes that waits for a check. Raises NotFound, Forbidden, Stale, Invalid,
    WrongStatus, AlreadyWaiting."""
    if not may_propose(ctx.actor):
        raise Forbidden(permission=Permission.CUSTOMER_WRITE)
    held = {each: _held(ctx, each) for each in sorted({id, command.absorbed_id})}
    survivor, absorbed = held[id], held[command.absorbed_id]
    expect_version(survivor, version)
    expect_version(absorbed, command.absorbed_version)
    status_after("merge", Entry.of(survivor), ctx.actor)
    expect_mergeable(survivor, absorbed, command.take)
    for each in (survivor, absorbed):
        if waiting := waiting_change(ctx.session, each.id):
            raise AlreadyWaiting(author_name=waiting.author_name)
    values = {name: getattr(absorbed, name) for name in command.take}
    changed = {name: value for name, value in values.items() if getattr(survivor, name) != value}
    own = all(queries.reaches(ctx.session, ctx.actor, each)(Permission.CUSTOMER_WRITE) for each in held)
    policy = policy_of(ctx.session, survivor.kind, survivor.tier)
    if waits(survivor, absorbed, own=own, to_check=needs_check(policy, survivor.status, set(changed))):
        named = {ABSORBS: absorbed.id, ABSORBS_NAME: f"{absorbed.code} {absorbed.name}"}
        request_change(ctx, survivor, changed | named)
        return survivor
    taken = {name: [plain(getattr(survivor, name)), plain(value)] for name, value in changed.items()}
    write_fields(survivor, changed)
    say_changed(ctx, survivor)
    carrying.carry_out(ctx, survivor, absorbed, taken)
    settle_pair(ctx, survivor.id, absorbed.id, PairStatus.MERGED)
    return survivor


def separate_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take a customer out of another again that it was merged into, with all that it brought, within 30 days. Raises
    NotFound, Stale, WrongStatus, SeparatedTooLate."""
    absorbed = queries.customer_of(ctx.session, ctx.actor, id)
    into = absorbed.merged_into
    held = {customer.id: customer for customer in queries.customers_held(ctx.session, {id, into or id})}
    if not any(queries.reaches(ctx.session, ctx.actor, each)(Permission.CUSTOMER_WRITE) for each in held):
        raise NotFound()
    absorbed = held[id]
    expect_version(absorbed, version)
    status_after("separate", Entry.of(absorbed), ctx.actor)
    merge = store.merge_in_force(ctx.session, id)
    if into is None or merge.into_id != into:  # its customer went into a third one since: that is undone first
        raise WrongStatus(status=CustomerStatus.DISABLED, action="separate")
    expect_separable(merge.created_at, ctx.now)
    carrying.undo(ctx, merge, held[into], absorbed)
    settle_pair(ctx, into, id, PairStatus.DIFFERENT)
    return absorbed


def _held(ctx: Context, id: UUID) -> Customer:
    return queries.customer_of(ctx.session, ctx.actor, id, lock=True)
