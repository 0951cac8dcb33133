"""What happened with a customer: its changes, who read it, and its timeline of changes and service records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from chassis.audit import Reading
from chassis.db import Page, PageQuery, fetch_page
from chassis.db.paging import decode_cursor, encode_cursor
from chassis.db.trail import Change
from services.customer.store.models import Customer, ServiceRecord


@dataclass(frozen=True)
class Moment:
    """Something that happened with a customer. ``kind``: change or record; ``detail`` as its kind has it."""

    id: UUID
    at: datetime
    kind: str
    actor_name: str
    detail: dict[str, Any]


def change_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Change]:
    """The trail of a customer, the latest first."""
    rows = select(Change).where(Change.kind == Customer.__tablename__, Change.record_id == customer_id)
    return fetch_page(session, rows, order=[Change.id], descending=True, after=query.after, limit=query.limit)


def reading_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Reading]:
    """Who has read a customer's detail, the latest first."""
    rows = select(Reading).where(Reading.kind == Customer.__tablename__, Reading.record_id == customer_id)
    return fetch_page(session, rows, order=[Reading.id], descending=True, after=query.after, limit=query.limit)


def timeline_page(session: Session, customer_id: UUID, query: PageQuery) -> Page[Moment]:
    """Changes and service records of a customer in one order, the latest first; one statement a page."""
    after, limit = query.after, query.limit
    changed = func.jsonb_build_object("action", Change.action, "changes", Change.fields, "origin", Change.origin)
    changes = select(Change.id, Change.at, literal("change").label("kind"), Change.actor_name, changed.label("detail"))
    done = func.jsonb_build_object("kind", ServiceRecord.kind, "text", ServiceRecord.text)
    records = select(ServiceRecord.id, ServiceRecord.at, literal("record"), ServiceRecord.author_name, done)
    moment = union_all(
        changes.where(Change.kind == Customer.__tablename__, Change.record_id == customer_id),
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
