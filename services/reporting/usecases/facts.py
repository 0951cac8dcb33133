"""What news of customers and of their business lead to: their tiers are computed again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from chassis.context import Context
from chassis.jobs.coalesce import enqueue_unless_waiting
from contracts.customer import CustomerChanged, TransactionsRecorded
from services.reporting.store import facts as store
from services.reporting.usecases.tiers import RecomputeDue

DEBOUNCE = timedelta(milliseconds=300)
"""How long news of business gather before tiers are computed again."""


def follow_customers(ctx: Context, events: Sequence[CustomerChanged]) -> None:
    """Have the tiers computed of whoever is new or active again, and has done business already."""
    _recompute_soon(ctx, {event.customer_id for event in events if event.active}, with_business=False)


def learn_transactions(ctx: Context, events: Sequence[TransactionsRecorded]) -> None:
    """Keep the newest word on each transaction; the tiers of those whose business changed are computed again within a
    second. A correction may move a transaction to another customer: then it is both of them."""
    told = [fact for event in events for fact in event.facts]
    before = store.customers_of_transactions(ctx.session, (fact.transaction_id for fact in told))
    store.TRANSACTIONS.learn(ctx, events)
    _recompute_soon(ctx, before | {fact.customer_id for fact in told}, with_business=True)


def _recompute_soon(ctx: Context, customer_ids: set[UUID], *, with_business: bool) -> None:
    if customer_ids:
        store.mark_due(ctx.session, customer_ids, with_business=with_business)
        enqueue_unless_waiting(ctx, RecomputeDue(), due_at=ctx.now + DEBOUNCE)
