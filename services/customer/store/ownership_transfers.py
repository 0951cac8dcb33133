"""Named reads of ownership transfers: VIP customers that wait for a new owner, and who owns how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Department, Staff, visible_to
from chassis.db import Page, PageQuery, fetch_page
from chassis.errors import NotFound
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain.owning import NO_OWNERS, VIP_OWNERS
from services.customer.store.models import Customer, OwnershipTransfer

MOST_TAKERS = 1_000
WAITS = OwnershipTransfer.status == TransferStatus.WAITING


@dataclass(frozen=True, kw_only=True)
class OwnersFilter(PageQuery):
    """Whose customers are counted; nobody named: everybody within reach."""

    owner_id: UUID | None = None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of waiting transfers: those the actor may take, and those the actor may give away."""
    reach = or_(
        visible_to(actor, Permission.HAND_OVER_TAKE, Customer.owner_id),
        visible_to(actor, Permission.CUSTOMER_GIVE, Customer.owner_id),
    )
    return and_(WAITS, reach)


def waiting(actor: Actor) -> Select[Any]:
    """Transfers that wait, with what is shown of each, and which of the actor's permissions reaches it."""
    beside = (Customer.code, Customer.name, Customer.tier, Customer.region, Customer.industry)
    return (
        select(
            OwnershipTransfer.id,
            OwnershipTransfer.version,
            OwnershipTransfer.created_at,
            OwnershipTransfer.customer_id,
            Customer.owner_id,
            *beside,
        )
        .join(Customer, Customer.id == OwnershipTransfer.customer_id)
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .add_columns(
            Staff.name.label("owner_name"),
            Department.name.label("department_name"),
            visible_to(actor, Permission.HAND_OVER_TAKE, Customer.owner_id).label("may_take"),
            visible_to(actor, Permission.CUSTOMER_GIVE, Customer.owner_id).label("may_give"),
        )
        .where(seen_by(actor))
    )


def waiting_page(session: Session, actor: Actor, query: PageQuery) -> Page[Any]:
    """One page of waiting transfers, the oldest first."""
    rows = waiting(actor)
    return fetch_page(
        session, rows, order=[OwnershipTransfer.id], descending=False, after=query.after, limit=query.limit
    )


def count_waiting(session: Session, actor: Actor) -> int:
    """How many transfers wait that the actor may see to."""
    rows = select(func.count(OwnershipTransfer.id)).join(Customer, Customer.id == OwnershipTransfer.customer_id)
    return session.scalar(rows.where(seen_by(actor))) or 0


def transfer_of(session: Session, actor: Actor, id: UUID, permission: str) -> tuple[OwnershipTransfer, Customer]:
    """A transfer that waits and that this permission reaches, with its customer, both locked; NotFound otherwise."""
    reach = visible_to(actor, permission, Customer.owner_id)
    rows = select(OwnershipTransfer, Customer).join(Customer, Customer.id == OwnershipTransfer.customer_id)
    found = session.execute(rows.where(OwnershipTransfer.id == id, WAITS, reach).with_for_update())
    pair = found.one_or_none()
    if pair is None:
        raise NotFound()
    return pair[0], pair[1]


def waiting_transfer(session: Session, customer_id: UUID) -> OwnershipTransfer | None:
    """The transfer that waits for a new owner of this customer, if any."""
    return session.scalar(select(OwnershipTransfer).where(OwnershipTransfer.customer_id == customer_id, WAITS))


def change_waiting(session: Session, customer_ids: Sequence[UUID], now: datetime, values: dict[str, Any]) -> list[UUID]:
    """Change the transfers of some customers that wait, with one statement; returns which."""
    changed = (
        update(OwnershipTransfer)
        .where(OwnershipTransfer.customer_id.in_(customer_ids), WAITS)
        .values(version=OwnershipTransfer.version + 1, updated_at=now, **values)
        .returning(OwnershipTransfer.id)
        .execution_options(synchronize_session=False)
    )
    return list(session.scalars(changed))


def within_reach(session: Session, actor: Actor, person_id: UUID) -> Staff | None:
    """The person whose customers the actor may give away, active or not."""
    rows = select(Staff).where(Staff.id == person_id, visible_to(actor, Permission.CUSTOMER_GIVE, Staff.id))
    return session.scalar(rows)


def owners_page(session: Session, actor: Actor, query: OwnersFilter) -> Page[Any]:
    """The people within reach who own customers, with how many, active ones and those who have left."""
    owned = select(Customer.owner_id, func.count().label("customers")).group_by(Customer.owner_id).subquery()
    rows = (
        select(Staff.id, Staff.name, Staff.active, Department.name.label("department_name"), owned.c.customers)
        .join(owned, owned.c.owner_id == Staff.id)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .where(visible_to(actor, Permission.CUSTOMER_GIVE, Staff.id))
    )
    if query.owner_id:
        rows = rows.where(Staff.id == query.owner_id)
    return fetch_page(session, rows, order=[Staff.id], descending=False, after=query.after, limit=query.limit)


def takers(session: Session, actor: Actor, *, vip: bool) -> Sequence[Any]:
    """Whom the actor may give customers to, by name: for a VIP customer everybody who may own one, else who is within
    reach."""
    rows = (
        select(Staff.id, Staff.name, Department.name.label("department_name"))
        .outerjoin(Department, Department.id == Staff.unit_id)
        .where(Staff.active)
    )
    if vip:
        rows = rows.where(or_(*(Staff.roles.contains([role]) for role in sorted(VIP_OWNERS))))
    else:
        rows = rows.where(
            visible_to(actor, Permission.CUSTOMER_GIVE, Staff.id), ~Staff.roles.contained_by(sorted(NO_OWNERS))
        )
    return session.execute(rows.order_by(Staff.name, Staff.id).limit(MOST_TAKERS)).all()


def owned_ids(session: Session, owner_id: UUID, after: UUID, most: int) -> Sequence[UUID]:
    """The next customers of somebody, locked."""
    rows = select(Customer.id).where(Customer.owner_id == owner_id, Customer.id > after)
    return session.scalars(rows.order_by(Customer.id).limit(most).with_for_update()).all()


def vips_settled(session: Session, owner_id: UUID) -> bool:
    """Whether somebody owns a VIP customer that does not wait for another owner anyway."""
    waits = select(OwnershipTransfer.id).where(OwnershipTransfer.customer_id == Customer.id, WAITS).exists()
    rows = select(Customer.id).where(Customer.owner_id == owner_id, Customer.tier == Tier.VIP, ~waits).limit(1)
    return session.scalar(rows) is not None
