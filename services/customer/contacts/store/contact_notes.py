"""Named reads of contact notes: what was done for or said with a customer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.db import Page, PageQuery, fetch_page, one
from services.customer.store.access import seen_by
from services.customer.store.models import Customer, ServiceRecord


def record_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[ServiceRecord]:
    """The contacts with a customer, the latest first."""
    rows = select(ServiceRecord).where(ServiceRecord.customer_id == customer_id)
    order = [ServiceRecord.at, ServiceRecord.id]
    return fetch_page(session, rows, order=order, descending=True, after=query.after, limit=query.limit)


def record_of(session: Session, actor: Actor, id: UUID) -> ServiceRecord:
    """A note at a customer that the actor sees, held for update. Raises NotFound."""
    seen = ServiceRecord.customer_id.in_(select(Customer.id).where(seen_by(actor)))
    return one(session, select(ServiceRecord).where(ServiceRecord.id == id, seen), lock=True)
