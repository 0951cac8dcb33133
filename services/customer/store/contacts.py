"""Named reads of contacts and service records."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.permissions import Permission
from services.customer.store.access import seen_by
from services.customer.store.models import Contact, Customer, ServiceRecord


def contacts_of(session: Session, customer_id: UUID) -> list[Contact]:
    """Everybody to turn to at a customer, active ones first."""
    rows = select(Contact).where(Contact.customer_id == customer_id)
    return list(session.scalars(rows.order_by(Contact.active.desc(), Contact.id)))


def contact_of(session: Session, actor: Actor, id: UUID) -> Contact:
    """A contact of a customer that the actor changes, held for update; NotFound otherwise."""
    changed = select(Customer.id).where(seen_by(actor, Permission.CUSTOMER_WRITE))
    return one(session, select(Contact).where(Contact.id == id, Contact.customer_id.in_(changed)), lock=True)


def record_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[ServiceRecord]:
    """What was done for a customer, the latest first."""
    rows = select(ServiceRecord).where(ServiceRecord.customer_id == customer_id)
    order = [ServiceRecord.at, ServiceRecord.id]
    return fetch_page(session, rows, order=order, descending=True, after=query.after, limit=query.limit)
