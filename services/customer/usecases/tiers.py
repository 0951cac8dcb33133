"""Tiers as reporting judges them: we keep a copy, and a new VIP may need another owner."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from chassis.auth.directory import Person
from chassis.context import Context
from contracts.reporting import Tier, TierAssigned
from services.customer.domain.owning import may_own
from services.customer.store import queries
from services.customer.store.models import Customer, HandOver


def learn_tiers(ctx: Context, events: Sequence[TierAssigned]) -> None:
    """Keep the newest tier of each customer; an older word changes nothing."""
    newest = {event.customer_id: event for event in events}
    rows = select(Customer).where(Customer.id.in_(newest)).order_by(Customer.id).with_for_update()
    customers = ctx.session.scalars(rows).all()
    owners = queries.persons(ctx.session, (customer.owner_id for customer in customers))
    for customer in customers:
        event = newest[customer.id]
        if event.version <= customer.tier_version:
            continue
        customer.tier, customer.tier_version = event.tier.value, event.version
        if event.tier is Tier.VIP:
            _ask_for_hand_over(ctx, customer, owners.get(customer.owner_id))


def _ask_for_hand_over(ctx: Context, customer: Customer, owner: Person | None) -> None:
    if owner is not None and may_own(owner.roles, Tier.VIP):
        return
    if queries.waiting_hand_over(ctx.session, customer.id) is None:
        ctx.session.add(HandOver(customer_id=customer.id, status="waiting", owner_id=customer.owner_id))
