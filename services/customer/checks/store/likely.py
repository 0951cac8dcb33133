"""Named reads of what may be the same customer as another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Staff
from contracts.customer import CustomerKind
from services.customer.domain.likeness import squeezed
from services.customer.domain.names import pairs
from services.customer.store.access import seen_by
from services.customer.store.models import Customer
from services.customer.store.queries import LISTED

MOST = 50


def candidates(
    session: Session, actor: Actor, kind: CustomerKind, values: Mapping[str, Any], other_than: UUID | None
) -> Sequence[Any]:
    """Customers and entries of a kind that are called the same, or have the same mobile number; whether the actor sees
    each, and its owner's name. The newest first, MOST at most."""
    alike = [_called(values["name"])] if values.get("name") else []
    if values.get("mobile"):
        alike.append(Customer.mobile == values["mobile"])
    if not alike:
        return []
    rows = (
        select(*LISTED, Customer.phone, Customer.email, Customer.birth_date)
        .add_columns(Staff.name.label("owner_name"), seen_by(actor).label("seen"))
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .where(Customer.kind == kind, or_(*alike))
        .order_by(Customer.id.desc())
        .limit(MOST)
    )
    if other_than:
        rows = rows.where(Customer.id != other_than)
    return session.execute(rows).all()


def _called(name: str) -> ColumnElement[bool]:
    """Called the same, by the index of the pairs of characters; a name of one character has none."""
    same = func.replace(func.lower(Customer.name), " ", "") == squeezed(name)
    pieces = sorted(pairs(name))
    return and_(Customer.pairs.contains(pieces), same) if pieces else Customer.name == name.strip()
