"""Named reads of view requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor
from chassis.auth.directory import Person, visible_to
from chassis.db import Page, PageQuery, fetch_page
from chassis.errors import NotFound
from contracts.customer import CustomerStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain.viewing import PATIENCE, ViewStatus
from services.customer.store.models import Customer, ViewRequest


@dataclass(frozen=True, kw_only=True)
class RequestsQuery(PageQuery):
    """View requests to decide: those that wait, or those that are open now."""

    status: str = ViewStatus.WAITING


def may_be_asked_for(session: Session, code: str, asker: Actor) -> UUID | None:
    """The VIP customer of this code that belongs to somebody else; None when there is none."""
    rows = select(Customer.id).where(
        Customer.code == code,
        Customer.tier == Tier.VIP,
        Customer.status == CustomerStatus.ACTIVE,
        Customer.owner_id != asker.id,
    )
    return session.scalar(rows)


def own_requests(session: Session, actor: Actor, query: PageQuery) -> Page[ViewRequest]:
    """What somebody has asked for, the newest first."""
    rows = select(ViewRequest).where(ViewRequest.asker_id == actor.id)
    return fetch_page(session, rows, order=[ViewRequest.id], descending=True, after=query.after, limit=query.limit)


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the requests that the actor decides: for customers within reach, and not the actor's own."""
    reach = visible_to(actor, Permission.VIEW_REQUEST_DECIDE, Customer.owner_id)
    return and_(
        ViewRequest.asker_id != actor.id,
        ViewRequest.customer_id.in_(select(Customer.id).where(reach)),
    )


def in_state(status: str, now: datetime) -> ColumnElement[bool]:
    """The WHERE of the requests that wait or are open at this moment."""
    if status == ViewStatus.APPROVED:
        return and_(ViewRequest.status == ViewStatus.APPROVED, ViewRequest.until > now)
    return and_(ViewRequest.status == ViewStatus.WAITING, ViewRequest.created_at > now - PATIENCE)


def requests_to_decide(session: Session, actor: Actor, query: RequestsQuery, now: datetime) -> Page[ViewRequest]:
    """The requests that the actor decides, the oldest first."""
    rows = select(ViewRequest).where(in_state(query.status, now), decided_by(actor))
    return fetch_page(session, rows, order=[ViewRequest.id], descending=False, after=query.after, limit=query.limit)


def count_to_decide(session: Session, actor: Actor, now: datetime) -> int:
    """How many requests wait for the actor's decision."""
    rows = select(func.count(ViewRequest.id)).where(in_state(ViewStatus.WAITING, now), decided_by(actor))
    return session.scalar(rows) or 0


def request_of(session: Session, id: UUID, where: ColumnElement[bool]) -> ViewRequest:
    """The request, locked, if it fits; NotFound otherwise."""
    found = session.scalar(select(ViewRequest).where(ViewRequest.id == id, where).with_for_update())
    if found is None:
        raise NotFound()
    return found


def names_beside(session: Session, requests: list[ViewRequest]) -> dict[UUID, tuple[str, str]]:
    """Request -> name of the customer and of its owner, for whoever decides."""
    owner = aliased(Person)
    rows = (
        select(Customer.id, Customer.name, owner.name)
        .outerjoin(owner, owner.id == Customer.owner_id)
        .where(Customer.id.in_({request.customer_id for request in requests if request.customer_id}))
    )
    known = {id: (name, owner_name or "") for id, name, owner_name in session.execute(rows)}
    return {request.id: known[request.customer_id] for request in requests if request.customer_id}
