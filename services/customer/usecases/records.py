"""Service records: what was done for a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.context import Context
from contracts.permissions import Permission
from services.customer.store import queries
from services.customer.store.models import ServiceRecord


@dataclass(frozen=True, kw_only=True)
class AddRecord:
    """A visit, a call, a note. ``at`` is when it was; now when not said."""

    kind: str
    text: str
    at: datetime | None = None


def add_record(ctx: Context, customer_id: UUID, command: AddRecord) -> ServiceRecord:
    """Write down what was done for a customer."""
    queries.customer_of(ctx.session, ctx.actor, customer_id, permission=Permission.CUSTOMER_WRITE)
    record = ServiceRecord(
        customer_id=customer_id,
        at=command.at or ctx.now,
        kind=command.kind,
        text=command.text,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(record)
    ctx.session.flush()
    return record
