"""Named reads of entries: those of somebody, and those that wait for customer service to type them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Staff
from chassis.db import Page, PageQuery, fetch_page, one
from services.customer.domain.masking import UNCHECKED
from services.customer.store.models import Customer
from services.customer.store.queries import LISTED

WAITS = Customer.for_service.is_(True)
SHOWN = (*LISTED, Customer.author_name, Customer.handed_in_by, Customer.handed_in_by_name, Customer.returned_reason)


@dataclass(frozen=True, kw_only=True)
class EntryFilter(PageQuery):
    """Entries in one state; in all of them when it is empty."""

    status: str = ""


def entries_of(session: Session, actor: Actor, wanted: EntryFilter) -> Page[Any]:
    """The entries that nobody has checked yet and that somebody owns, has typed or has handed in, the newest first;
    those of files are checked with their file."""
    mine = or_(Customer.owner_id == actor.id, Customer.author_id == actor.id, Customer.handed_in_by == actor.id)
    statuses = [status for status in UNCHECKED if wanted.status in ("", status)]
    rows = _with_owner().where(mine, Customer.status.in_(statuses), Customer.import_id.is_(None))
    return fetch_page(session, rows, order=[Customer.id], descending=True, after=wanted.after, limit=wanted.limit)


def handed_in(session: Session, query: PageQuery) -> Page[Any]:
    """The entries that wait for customer service to type them, the oldest first."""
    rows = _with_owner().where(WAITS)
    return fetch_page(session, rows, order=[Customer.id], descending=False, after=query.after, limit=query.limit)


def entry_to_take(session: Session, id: UUID) -> Customer:
    """An entry that waits to be typed, held for update. Raises NotFound."""
    return one(session, select(Customer).where(Customer.id == id, WAITS), lock=True)


def _with_owner() -> Select[Any]:
    return select(*SHOWN, Staff.name.label("owner_name")).outerjoin(Staff, Staff.id == Customer.owner_id)
