"""What happened with a customer, its contacts and the notes at it: changes, readings, and the timeline of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from chassis.audit import Reading
from chassis.db import Page, PageQuery, fetch_page
from chassis.db.paging import decode_cursor, encode_cursor
from chassis.db.trail import Change
from services.customer.store.models import Contact, Customer, ServiceRecord


@dataclass(frozen=True)
class Moment:
    """Something that happened with a customer. ``kind``: change or record (a contact note); ``detail`` as its kind has
    it, of a change also of what it is (``of``: customer or contact) and the contact's name (``about``)."""

    id: UUID
    at: datetime
    kind: str
    actor_name: str
    detail: dict[str, Any]


def change_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Change]:
    """The trail of a customer, its contacts and the notes at it, the latest first."""
    rows = select(Change).where(or_(*(_changes_of(model, customer_id) for model in (Customer, Contact, ServiceRecord))))
    return fetch_page(session, rows, order=[Change.id], descending=True, after=query.after, limit=query.limit)


def _changes_of(model: type[Customer | Contact | ServiceRecord], customer_id: UUID) -> ColumnElement[bool]:
    """The changes of a customer itself, or of what hangs on it."""
    of_kind = Change.kind == model.__tablename__
    if model is Customer:
        return and_(of_kind, Change.record_id == customer_id)
    hanging: Any = model
    return and_(of_kind, Change.record_id.in_(select(hanging.id).where(hanging.customer_id == customer_id)))


def names_of_contacts(session: Session, customer_id: UUID) -> dict[UUID, str]:
    """The contacts of a customer by their ids, as they are called now."""
    rows: Any = session.execute(select(Contact.id, Contact.name).where(Contact.customer_id == customer_id))
    return dict(rows.all())


def reading_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Reading]:
    """Who has read a customer's detail, the latest first."""
    rows = select(Reading).where(Reading.kind == Customer.__tablename__, Reading.record_id == customer_id)
    return fetch_page(session, rows, order=[Reading.id], descending=True, after=query.after, limit=query.limit)


def timeline_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Moment]:
    """Changes of a customer and its contacts, and the notes at it, in one order, the latest first; one statement a
    page."""
    after, limit = query.after, query.limit
    told = ("action", Change.action, "changes", Change.fields, "origin", Change.origin, "of", Change.kind)
    changed = func.jsonb_build_object(*told, "about", func.coalesce(Contact.name, ""))
    changes = select(Change.id, Change.at, literal("change").label("kind"), Change.actor_name, changed.label("detail"))
    said = ("kind", "text", "direction", "with_whom", "status", "withdrawn_reason")
    done = func.jsonb_build_object(*(part for name in said for part in (name, getattr(ServiceRecord, name))))
    records = select(ServiceRecord.id, ServiceRecord.at, literal("record"), ServiceRecord.author_name, done)
    moment = union_all(
        changes.outerjoin(Contact, Contact.id == Change.record_id).where(
            or_(*(_changes_of(model, customer_id) for model in (Customer, Contact)))
        ),
        records.where(ServiceRecord.customer_id == customer_id),
    ).subquery("moment")
    rows = select(moment).order_by(moment.c.at.desc(), moment.c.id.desc()).limit(limit + 1)
    if after:
        key = [moment.c.at, moment.c.id]
        last = zip(decode_cursor(after, [Change.at, Change.id]), key, strict=True)
        rows = rows.where(tuple_(*key) < tuple_(*(literal(value, column.type) for value, column in last)))
    found = [Moment(*row) for row in session.execute(rows)]
    items, more = found[:limit], len(found) > limit
    return Page(items, encode_cursor([items[-1].at, items[-1].id]) if more else None)
