"""Contacts: whom to turn to at a customer. Who does not change the customer proposes them; somebody else decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from chassis.approval import decide
from chassis.context import Context
from chassis.db import expect_version
from contracts.activity import NoticeKind, notify
from contracts.customer import ContactStatus
from contracts.permissions import Permission
from services.customer.contacts.domain.contacts import CONTACT, PROPOSED_CONTACT, expect_decider
from services.customer.contacts.store import contacts as store
from services.customer.domain.masking import expect_no_masks, without_masks
from services.customer.store import queries
from services.customer.store.models import Contact
from services.customer.usecases.reasons import Reason


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
    """Write down somebody to turn to at a customer. Who may read the customer and not change it proposes the contact:
    it counts once the owner or a verifier accepts it. Raises NotFound, Invalid for a mask."""
    expect_no_masks(asdict(command))
    customer = queries.customer_of(ctx.session, ctx.actor, customer_id)
    own = queries.reaches(ctx.session, ctx.actor, customer_id)(Permission.CUSTOMER_WRITE)
    contact = Contact(
        customer_id=customer_id,
        status=ContactStatus.ACTIVE if own else ContactStatus.PROPOSED,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
        **asdict(command),
    )
    ctx.session.add(contact)
    ctx.session.flush()
    if not own:
        kind, told = NoticeKind.CHANGE_TO_CHECK, [customer.owner_id]
        checking = Permission.CUSTOMER_VERIFY
        notify(ctx, kind, "customer", customer_id, code=customer.code, to=told, permission=checking)
    return contact


def change_contact(ctx: Context, id: UUID, command: ChangeContact, version: int | None) -> Contact:
    """Change what is known of a contact; the masks of what is there change nothing. Raises NotFound, Stale,
    WrongStatus, Invalid for other masks."""
    contact = _act(ctx, id, "edit", version)
    values = without_masks(contact, command.values)
    expect_no_masks(values)
    for field, value in values.items():
        setattr(contact, field, value)
    ctx.session.flush()
    return contact


def disable_contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    """Disable a contact: it stays, and nobody turns to it any more. Raises NotFound, Stale, WrongStatus."""
    return _act(ctx, id, "disable", version)


def enable_contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    """Enable a disabled contact again. Raises NotFound, Stale, WrongStatus."""
    return _act(ctx, id, "enable", version)


def approve_contact(ctx: Context, id: UUID, version: int | None) -> Contact:
    """Accept a contact that somebody else has proposed. Raises NotFound, Stale, WrongStatus, SamePerson, Forbidden for
    whoever neither changes nor checks the customer."""
    return _decide(ctx, id, "approve", version)


def refuse_contact(ctx: Context, id: UUID, command: Reason, version: int | None) -> Contact:
    """Refuse a contact that somebody else has proposed; it stays to be read with the reason. Raises NotFound, Stale,
    WrongStatus, SamePerson, Forbidden."""
    contact = _decide(ctx, id, "refuse", version)
    contact.reason = command.reason
    ctx.session.flush()
    return contact


def _act(ctx: Context, id: UUID, action: str, version: int | None) -> Contact:
    contact = store.contact_of(ctx.session, ctx.actor, id)
    expect_version(contact, version)
    contact.status = CONTACT.after(action, contact, ctx.actor)
    ctx.session.flush()
    return contact


def _decide(ctx: Context, id: UUID, action: str, version: int | None) -> Contact:
    expect_decider(ctx.actor)
    contact = store.contact_to_decide(ctx.session, ctx.actor, id)
    decide(ctx, contact, PROPOSED_CONTACT, action, version)
    ctx.session.flush()
    notify(ctx, NoticeKind.CHANGE_DECIDED, "customer", contact.customer_id, to=[contact.author_id])
    return contact
