"""What a merge does, once it may be done; and what taking it apart does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chassis.context import Context
from chassis.db import new_id
from contracts.customer import CustomerStatus, TransferStatus
from services.customer.merging.domain.merging import given_back
from services.customer.merging.store import merging as store
from services.customer.merging.store.models import Merge
from services.customer.store.models import Customer
from services.customer.store.ownership_transfers import waiting_transfer
from services.customer.usecases.customers import say_changed, write_fields
from services.customer.usecases.transactions import fact_of, say_recorded


def carry_out(ctx: Context, survivor: Customer, absorbed: Customer, taken: Mapping[str, list[Any]]) -> Merge:
    """Make two customers one; both are held for update. ``taken``: of the survivor, field -> [before, after], already
    written. The other stays as it was, out of business, and points to the survivor; all that belonged to it is the
    survivor's now."""
    merge = Merge(
        id=new_id(),
        customer_id=absorbed.id,
        into_id=survivor.id,
        taken=dict(taken),
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(merge)
    ctx.session.flush()
    store.move_all(ctx, merge)
    absorbed.status, absorbed.merged_into = CustomerStatus.DISABLED, survivor.id
    if waiting := waiting_transfer(ctx.session, absorbed.id):
        waiting.status = TransferStatus.DONE
    say_changed(ctx, absorbed)
    for earlier in store.followers(ctx.session, absorbed.id):
        earlier.merged_into = survivor.id
        say_changed(ctx, earlier)
    _say_moved(ctx, merge)
    return merge


def undo(ctx: Context, merge: Merge, survivor: Customer, absorbed: Customer) -> None:
    """Make them two again; all are held for update. What came to the survivor since stays there, and so do values
    that somebody has changed since: the merge keeps which."""
    store.move_all_back(ctx, merge)
    absorbed.status, absorbed.merged_into = CustomerStatus.ACTIVE, None
    say_changed(ctx, absorbed)
    for earlier in store.went_into(ctx.session, absorbed.id):
        earlier.merged_into = absorbed.id
        say_changed(ctx, earlier)
    back, merge.kept = given_back(merge.taken, {name: _plain(getattr(survivor, name)) for name in merge.taken})
    write_fields(survivor, {name: _typed(survivor, name, value) for name, value in back.items()})
    say_changed(ctx, survivor)
    merge.separated_by, merge.separated_by_name, merge.separated_at = ctx.actor.id, ctx.actor.name, ctx.now
    ctx.session.flush()
    _say_moved(ctx, merge)


def _say_moved(ctx: Context, merge: Merge) -> None:
    moved = store.transactions_of(ctx.session, merge)
    say_recorded(ctx, [fact_of(each, each.id, each.version) for each in moved])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(customer: Customer, field: str, plain: Any) -> Any:
    """A value as its column wants it: dates are kept as texts."""
    return date.fromisoformat(plain) if plain and isinstance(getattr(customer, field), date) else plain
