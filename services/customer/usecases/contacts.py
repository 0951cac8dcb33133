"""Contacts: whom to turn to at a customer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import NotFound
from contracts.permissions import Permission
from services.customer.domain.masking import without_masks
from services.customer.store import queries
from services.customer.store.models import Contact


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


def add_contact(ctx: Context, customer_id: UUID, command: AddContact) -> Contact:
    """Write down somebody to turn to."""
    queries.customer_of(ctx.session, ctx.actor, customer_id, permission=Permission.CUSTOMER_WRITE)
    contact = Contact(customer_id=customer_id, **asdict(command))
    ctx.session.add(contact)
    ctx.session.flush()
    return contact


def change_contact(ctx: Context, id: UUID, command: ChangeContact, version: int | None) -> Contact:
    """Change what is known of a contact."""
    contact = _contact(ctx, id, version)
    for field, value in without_masks(contact, command.values).items():
        setattr(contact, field, value)
    ctx.session.flush()
    return contact


def set_contact_active(ctx: Context, id: UUID, active: bool, version: int | None) -> Contact:
    """Disable a contact, or enable it again."""
    contact = _contact(ctx, id, version)
    contact.active = active
    ctx.session.flush()
    return contact


def _contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    contact = ctx.session.scalar(select(Contact).where(Contact.id == id).with_for_update())
    if contact is None:
        raise NotFound()
    queries.customer_of(ctx.session, ctx.actor, contact.customer_id, permission=Permission.CUSTOMER_WRITE)
    expect_version(contact, version)
    return contact
