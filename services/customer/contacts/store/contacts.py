"""Named reads of contacts, and of those that somebody has proposed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.customer import ContactStatus
from contracts.permissions import Permission
from services.customer.contacts.domain.contacts import DECIDING
from services.customer.store.access import seen_by
from services.customer.store.models import Contact, Customer

FIRST = case({status: place for place, status in enumerate(ContactStatus)}, value=Contact.status)
PROPOSED = Contact.status == ContactStatus.PROPOSED


def contacts_of(session: Session, customer_id: UUID) -> list[Contact]:
    """Everybody to turn to at a customer: first whom somebody proposes, then active ones."""
    rows = select(Contact).where(Contact.customer_id == customer_id)
    return list(session.scalars(rows.order_by(FIRST, Contact.id)))


def contact_of(session: Session, actor: Actor, id: UUID) -> Contact:
    """A contact of a customer that the actor changes, held for update; NotFound otherwise."""
    changed = select(Customer.id).where(seen_by(actor, Permission.CUSTOMER_WRITE))
    return one(session, select(Contact).where(Contact.id == id, Contact.customer_id.in_(changed)), lock=True)


def contact_to_decide(session: Session, actor: Actor, id: UUID) -> Contact:
    """A contact of a customer that the actor changes or checks, held for update; NotFound otherwise."""
    return one(session, select(Contact).where(Contact.id == id, _in_reach(actor)), lock=True)


def _in_reach(actor: Actor) -> ColumnElement[bool]:
    reach = or_(*(seen_by(actor, permission) for permission in DECIDING))
    return Contact.customer_id.in_(select(Customer.id).where(reach))


def proposed_page(session: Session, actor: Actor, query: PageQuery) -> Page[Contact]:
    """The contacts that wait for a decision by the actor, the oldest first."""
    rows = select(Contact).where(PROPOSED, Contact.author_id != actor.id, _in_reach(actor))
    return fetch_page(session, rows, order=[Contact.id], descending=False, after=query.after, limit=query.limit)


def count_proposed(session: Session, actor: Actor) -> int:
    """How many contacts wait for a decision by the actor."""
    rows = select(func.count(Contact.id)).where(PROPOSED, Contact.author_id != actor.id, _in_reach(actor))
    return session.scalar(rows) or 0
