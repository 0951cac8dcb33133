"""What hangs on a customer: whom to turn to there, and what was done for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from contracts.customer import RecordKind
from contracts.dates import expect_plausible
from contracts.permissions import Permission
from services.customer.domain.masking import without_masks
from services.customer.store import contacts as store
from services.customer.store import queries
from services.customer.store.models import Contact, ServiceRecord

R = TypeVar("R", Contact, ServiceRecord)


@dataclass(frozen=True, kw_only=True)
class AddContact:
    """Somebody at a customer."""

    name: str
    relation: str = ""
    phone: str = ""
    email: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeContact:
    """New values of some fields."""

    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AddRecord:
    """A visit, a call, a note. ``at`` is when it was; now when not said."""

    kind: RecordKind
    text: str
    at: datetime | None = None


def add_contact(ctx: Context, customer_id: UUID, command: AddContact) -> Contact:
    """Write down somebody to turn to at a customer."""
    return _added(ctx, Contact(customer_id=customer_id, **asdict(command)))


def add_record(ctx: Context, customer_id: UUID, command: AddRecord) -> ServiceRecord:
    """Write down what was done for a customer. Raises Invalid for what is yet to come."""
    expect_plausible(ctx, at=command.at)
    written = asdict(command) | {"at": command.at or ctx.now}
    author = {"author_id": ctx.actor.id, "author_name": ctx.actor.name}
    return _added(ctx, ServiceRecord(customer_id=customer_id, **written, **author))


def change_contact(ctx: Context, id: UUID, command: ChangeContact, version: int | None) -> Contact:
    """Change what is known of a contact."""
    return _change(ctx, id, command.values, version)


def disable_contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    """Disable a contact: it stays, and nobody turns to it any more."""
    return _change(ctx, id, {"active": False}, version)


def enable_contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    """Enable a disabled contact again."""
    return _change(ctx, id, {"active": True}, version)


def _added(ctx: Context, record: R) -> R:
    queries.customer_of(ctx.session, ctx.actor, record.customer_id, permission=Permission.CUSTOMER_WRITE)
    ctx.session.add(record)
    ctx.session.flush()
    return record


def _change(ctx: Context, id: UUID, values: dict[str, Any], version: int | None) -> Contact:
    contact = store.contact_of(ctx.session, ctx.actor, id)
    expect_version(contact, version)
    for field, value in without_masks(contact, values).items():
        setattr(contact, field, value)
    ctx.session.flush()
    return contact
