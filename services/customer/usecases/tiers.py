"""Tiers as reporting judges them: we keep a copy, and a new VIP may need another owner."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.auth.directory import staff_of
from chassis.context import Context
from contracts.activity import NoticeKind, notify
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from contracts.reporting import Tier, TierAssigned
from services.customer.domain.owning import may_own
from services.customer.store import ownership_transfers, queries
from services.customer.store.models import Customer, OwnershipTransfer


def learn_tiers(ctx: Context, events: Sequence[TierAssigned]) -> None:
    """Keep the newest tier of each customer; an older word changes nothing. A customer that becomes VIP while somebody
    owns it who may not, waits for another owner.

    A tier is part of the customer's own record, with a version and a trail; so it is no projection, which is written
    past both.
    """
    newest: dict[object, TierAssigned] = {}
    for event in sorted(events, key=lambda event: event.version):
        newest[event.customer_id] = event
    customers = queries.customers_held(ctx.session, {event.customer_id for event in events})
    owners = staff_of(ctx.session, (customer.owner_id for customer in customers))
    for customer in customers:
        event = newest[customer.id]
        if event.version <= customer.tier_version:
            continue
        customer.tier, customer.tier_version = event.tier, event.version
        owner = owners.get(customer.owner_id)
        if event.tier is Tier.VIP and not (owner is not None and may_own(owner.roles, Tier.VIP)):
            _ask_for_transfer(ctx, customer)


def _ask_for_transfer(ctx: Context, customer: Customer) -> None:
    if ownership_transfers.waiting_transfer(ctx.session, customer.id) is None:
        waiting = OwnershipTransfer(customer_id=customer.id, status=TransferStatus.WAITING, owner_id=customer.owner_id)
        ctx.session.add(waiting)
        ctx.session.flush()
        kind, permission = NoticeKind.HAND_OVER_WAITING, Permission.HAND_OVER_TAKE
        notify(ctx, kind, "hand_over", waiting.id, code=customer.code, permission=permission)
