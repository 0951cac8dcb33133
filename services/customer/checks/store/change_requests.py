"""Named reads of change requests: changes of core fields that wait for their check, or were decided on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.customer import ChangeRequestStatus
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.store.access import seen_by
from services.customer.store.models import Customer

WAITS = ChangeRequest.status == ChangeRequestStatus.WAITING


@dataclass(frozen=True, kw_only=True)
class ChangeRequestFilter(PageQuery):
    """Change requests in one state."""

    status: ChangeRequestStatus = ChangeRequestStatus.WAITING


def in_reach(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the change requests of customers that the actor checks, for list, counter and decision alike."""
    if actor.scope(Permission.CUSTOMER_VERIFY) is Scope.ALL:
        return true()
    return ChangeRequest.customer_id.in_(select(Customer.id).where(seen_by(actor, Permission.CUSTOMER_VERIFY)))


def request_to_check(session: Session, actor: Actor, id: UUID) -> ChangeRequest:
    """A change request within the actor's reach, held for update; NotFound otherwise."""
    return one(session, select(ChangeRequest).where(ChangeRequest.id == id, in_reach(actor)), lock=True)


def request_page(session: Session, actor: Actor, wanted: ChangeRequestFilter) -> Page[ChangeRequest]:
    """Change requests in one state of customers that the actor checks, the oldest first."""
    rows = select(ChangeRequest).where(ChangeRequest.status == wanted.status, in_reach(actor))
    order = [ChangeRequest.id]
    return fetch_page(session, rows, order=order, descending=False, after=wanted.after, limit=wanted.limit)


def count_to_check(session: Session, actor: Actor) -> int:
    """How many changes wait for a check by the actor, who is not their author."""
    rows = select(func.count(ChangeRequest.id)).where(WAITS, ChangeRequest.author_id != actor.id, in_reach(actor))
    return session.scalar(rows) or 0


def waiting_change(session: Session, customer_id: UUID) -> ChangeRequest | None:
    """The change of this customer that waits for its check, if any."""
    return session.scalar(select(ChangeRequest).where(ChangeRequest.customer_id == customer_id, WAITS))
