"""What we learn of customers: whose cases we keep."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.context import Context
from chassis.events import encode
from contracts.customer import CustomerChanged
from services.feedback.domain.search import pairs
from services.feedback.store.customers import keep_newest_customers

KEPT = ("version", "code", "external_code", "name", "owner_id", "region", "email", "active")


def learn_customers(ctx: Context, events: Sequence[CustomerChanged]) -> None:
    """Keep the newest word on each customer; an older one changes nothing."""
    newest: dict[str, CustomerChanged] = {}
    for event in events:
        known = newest.get(event.key)
        if known is None or event.version > known.version:
            newest[event.key] = event
    rows = []
    for id, event in newest.items():
        said = encode(event)
        rows.append({"id": id, "pairs": pairs(event.name), **{name: said[name] for name in KEPT}})
    keep_newest_customers(ctx.session, rows)
