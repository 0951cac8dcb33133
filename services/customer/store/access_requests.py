"""Named reads of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor
from chassis.auth.directory import Staff, visible_to
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.customer import AccessRequestStatus, CustomerStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain.access_requests import PATIENCE
from services.customer.store.models import AccessRequest, Customer


@dataclass(frozen=True, kw_only=True)
class AccessRequestFilter(PageQuery):
    """Access requests to decide: those that wait, or those that are open now."""

    status: AccessRequestStatus = AccessRequestStatus.WAITING


def may_be_asked_for(session: Session, code: str, asker: Actor) -> UUID | None:
    """The VIP customer of this code that belongs to somebody else; None when there is none."""
    rows = select(Customer.id).where(
        Customer.code == code,
        Customer.tier == Tier.VIP,
        Customer.status == CustomerStatus.ACTIVE,
        Customer.owner_id != asker.id,
    )
    return session.scalar(rows)


def own_request_page(session: Session, actor: Actor, query: PageQuery) -> Page[AccessRequest]:
    """What somebody has asked for, the newest first."""
    rows = select(AccessRequest).where(AccessRequest.asker_id == actor.id)
    return fetch_page(session, rows, order=[AccessRequest.id], descending=True, after=query.after, limit=query.limit)


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the requests that the actor decides: for customers within reach, and not the actor's own."""
    reach = visible_to(actor, Permission.VIEW_REQUEST_DECIDE, Customer.owner_id)
    return and_(
        AccessRequest.asker_id != actor.id,
        AccessRequest.customer_id.in_(select(Customer.id).where(reach)),
    )


def in_state(status: AccessRequestStatus, now: datetime) -> ColumnElement[bool]:
    """The WHERE of the requests that wait or are open at this moment."""
    if status == AccessRequestStatus.APPROVED:
        return and_(AccessRequest.status == AccessRequestStatus.APPROVED, AccessRequest.until > now)
    return and_(AccessRequest.status == AccessRequestStatus.WAITING, AccessRequest.created_at > now - PATIENCE)


def request_page_to_decide(
    session: Session, actor: Actor, query: AccessRequestFilter, now: datetime
) -> Page[AccessRequest]:
    """The requests that the actor decides, the oldest first."""
    rows = select(AccessRequest).where(in_state(query.status, now), decided_by(actor))
    return fetch_page(session, rows, order=[AccessRequest.id], descending=False, after=query.after, limit=query.limit)


def count_to_decide(session: Session, actor: Actor, now: datetime) -> int:
    """How many requests wait for the actor's decision."""
    rows = select(func.count(AccessRequest.id)).where(in_state(AccessRequestStatus.WAITING, now), decided_by(actor))
    return session.scalar(rows) or 0


def request_of(session: Session, actor: Actor, id: UUID) -> AccessRequest:
    """A request of the actor's own, or one that the actor decides, held for update; NotFound otherwise."""
    theirs = AccessRequest.asker_id == actor.id
    reach = or_(theirs, decided_by(actor)) if actor.may(Permission.VIEW_REQUEST_DECIDE) else theirs
    return one(session, select(AccessRequest).where(AccessRequest.id == id, reach), lock=True)


def names_beside(session: Session, requests: Sequence[AccessRequest]) -> dict[UUID, tuple[str, str]]:
    """Request -> name of the customer and of its owner, for whoever decides."""
    owner = aliased(Staff)
    rows = (
        select(Customer.id, Customer.name, owner.name)
        .outerjoin(owner, owner.id == Customer.owner_id)
        .where(Customer.id.in_({request.customer_id for request in requests if request.customer_id}))
    )
    known = {id: (name, owner_name or "") for id, name, owner_name in session.execute(rows)}
    return {request.id: known[request.customer_id] for request in requests if request.customer_id}
