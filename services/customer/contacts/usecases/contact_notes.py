"""Contact notes: who was in touch with a customer, how, and what was said. Whoever may read a customer writes them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.annotations.workflow import NOTE
from chassis.context import Context
from chassis.db import expect_version
from contracts.customer import Direction, RecordKind
from contracts.dates import expect_plausible
from services.customer.contacts.store import contact_notes
from services.customer.rhythm.usecases.following import follow_notes
from services.customer.store import queries
from services.customer.store.models import ServiceRecord
from services.customer.usecases.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class AddRecord:
    """A visit, a call, a note. ``at`` is when it was; now when not said. ``with_whom``: of the customer's people."""

    kind: RecordKind
    text: str
    at: datetime | None = None
    direction: Direction | None = None
    with_whom: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeRecord:
    """New values of some fields."""

    values: dict[str, Any]


def add_record(ctx: Context, customer_id: UUID, command: AddRecord) -> ServiceRecord:
    """Note a contact with a customer that one may read. Raises NotFound, Invalid for a time that cannot be."""
    expect_plausible(ctx, at=command.at)
    queries.customer_of(ctx.session, ctx.actor, customer_id)
    written = asdict(command) | {"at": command.at or ctx.now}
    author = {"author_id": ctx.actor.id, "author_name": ctx.actor.name}
    record = ServiceRecord(customer_id=customer_id, **written, **author)
    ctx.session.add(record)
    follow_notes(ctx, customer_id)
    return record


def change_record(ctx: Context, id: UUID, command: ChangeRecord, version: int | None) -> ServiceRecord:
    """Change an own note; what it said before stays in the trail. Raises NotFound, Stale, WrongStatus when it is
    withdrawn, NotTheAuthor, Invalid for a time that cannot be."""
    expect_plausible(ctx, at=command.values.get("at"))
    record = _act(ctx, id, "edit", version)
    for field, value in command.values.items():
        setattr(record, field, value)
    follow_notes(ctx, record.customer_id)
    return record


def withdraw_record(ctx: Context, id: UUID, command: Reason, version: int | None) -> ServiceRecord:
    """Withdraw an own note: it stays to be read, struck through, with the reason. Raises NotFound, Stale, WrongStatus,
    NotTheAuthor."""
    record = _act(ctx, id, "withdraw", version)
    record.withdrawn_reason = command.reason
    follow_notes(ctx, record.customer_id)
    return record


def _act(ctx: Context, id: UUID, action: str, version: int | None) -> ServiceRecord:
    record = contact_notes.record_of(ctx.session, ctx.actor, id)
    expect_version(record, version)
    record.status = NOTE.after(action, record, ctx.actor)
    return record
