"""Ownership transfers: a VIP customer to a customer manager, and everything of one person to another in one step."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.auth import Scope
from chassis.auth.directory import Staff
from chassis.context import Context
from chassis.db import expect_version
from chassis.db.trail import record_changes
from chassis.errors import Invalid, NotFound
from contracts.activity import NoticeKind, notify
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.checks.domain.checking import TOLD
from services.customer.domain.errors import NotAnOwner
from services.customer.domain.owning import OWNERSHIP_TRANSFER, may_own
from services.customer.store import ownership_transfers as store
from services.customer.store.models import Customer, OwnershipTransfer
from services.customer.store.queries import change_customers, look_again_at_imports
from services.customer.usecases.customers import NewOwner, changed_event, require_owner, say_changed

STEP = 1_000
MOST_TOLD = 20
"""Of how many customers somebody is told who gets many at once: enough to see that it happened, and whose they were."""


@dataclass(frozen=True, kw_only=True)
class GiveAll:
    """Whose customers go, all of them, and to whom."""

    from_staff: UUID
    to_staff: UUID


@dataclass(frozen=True)
class GivenAll:
    """How many customers went over."""

    customers: int


def take_hand_over(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take a VIP customer that waits for a new owner; for customer managers and above. Raises NotAnOwner."""
    return _pass_on(ctx, id, "take", ctx.actor.id, version)


def give_hand_over(ctx: Context, id: UUID, command: NewOwner, version: int | None) -> Customer:
    """Give a VIP customer that waits for a new owner to a customer manager or above. Raises NotAnOwner."""
    return _pass_on(ctx, id, "give", command.owner_id, version)


def give_all(ctx: Context, command: GiveAll) -> GivenAll:
    """Hand every customer of one person to another: drafts, entries that wait, active and disabled ones alike.

    Set-based, in one transaction, with a line of the trail and news for each. Somebody whose right reaches a department
    gives only inside it. VIP customers go to somebody who may own them, except those that wait for another owner:
    they go on waiting. Raises Invalid, NotAnOwner, NotFound.
    """
    giver = store.within_reach(ctx.session, ctx.actor, command.from_staff)
    if giver is None:
        raise NotFound()
    taker = require_owner(ctx, command.to_staff, Tier.ORDINARY)
    if taker.id == giver.id:
        raise Invalid(to_staff="same_as_before")
    if (
        ctx.actor.scope(Permission.CUSTOMER_GIVE) is not Scope.ALL
        and store.within_reach(ctx.session, ctx.actor, taker.id) is None
    ):
        raise NotAnOwner(owner_id=str(taker.id))
    manages = may_own(taker.roles, Tier.VIP)
    if not manages and store.vips_settled(ctx.session, giver.id):
        raise NotAnOwner(owner_id=str(taker.id), tier=Tier.VIP.value)
    count, after = 0, UUID(int=0)
    while ids := store.owned_ids(ctx.session, giver.id, after, STEP):
        given = _give_some(ctx, list(ids), giver, taker)
        for row in given[: max(MOST_TOLD - count, 0)]:
            notify(ctx, NoticeKind.CUSTOMER_GIVEN, "customer", row.id, code=row.code, to=[taker.id])
        _settle_waiting(ctx, list(ids), taker, manages)
        count, after = count + len(ids), ids[-1]
    return GivenAll(count)


def _give_some(ctx: Context, ids: list[UUID], giver: Staff, taker: Staff) -> list[Customer]:
    """Change owners with one statement, write the trail, tell the others of those that count; returns those."""
    look_again_at_imports(ctx.session, ids)
    rows = change_customers(ctx.session, ids, ctx.now, {"owner_id": taker.id})
    fields = {"owner_id": [str(giver.id), str(taker.id)]}
    record_changes(ctx, Customer.__tablename__, "changed", {row.id: fields for row in rows})
    told = [row for row in rows if row.status in TOLD and row.verified_at is not None]
    ctx.emit(*(changed_event(row) for row in told))
    return told


def _settle_waiting(ctx: Context, ids: list[UUID], taker: Staff, manages: bool) -> None:
    """Transfers that waited are done when the taker may own VIP customers; else they wait on, under the new owner."""
    values = {"status": TransferStatus.DONE} if manages else {"owner_id": taker.id}
    settled = store.change_waiting(ctx.session, ids, ctx.now, values)
    if manages:
        status = [TransferStatus.WAITING, TransferStatus.DONE]
        record_changes(ctx, OwnershipTransfer.__tablename__, "changed", {id: {"status": status} for id in settled})


def _pass_on(ctx: Context, id: UUID, action: str, owner_id: UUID | None, version: int | None) -> Customer:
    permission = str(OWNERSHIP_TRANSFER.steps[action].permission)
    transfer, customer = store.transfer_of(ctx.session, ctx.actor, id, permission)
    expect_version(transfer, version)
    transfer.status = OWNERSHIP_TRANSFER.after(action, transfer, ctx.actor)
    customer.owner_id = require_owner(ctx, owner_id, Tier.VIP).id
    notify(ctx, NoticeKind.CUSTOMER_GIVEN, "customer", customer.id, code=customer.code, to=[customer.owner_id])
    say_changed(ctx, customer)
    return customer
