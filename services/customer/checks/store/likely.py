"""Named reads of what may be the same customer as another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Staff
from contracts.customer import CustomerKind
from services.customer.domain.likeness import squeezed
from services.customer.domain.names import pairs
from services.customer.merging.store.core_names import core_name
from services.customer.store.access import seen_by
from services.customer.store.models import Customer
from services.customer.store.queries import LISTED

MOST = 50


def candidates(
    session: Session, actor: Actor, kind: CustomerKind, values: Mapping[str, Any], other_than: UUID | None
) -> Sequence[Any]:
    """Customers and entries of a kind that are called the same (companies also but for town and legal form), or have
    the same mobile number; whether the actor sees each, and its owner's name. The newest first, MOST at most."""
    name = values.get("name") or ""
    alike = [_called(name)] if name else []
    core = core_name(literal(name))
    same_core = and_(core_name(Customer.name) == core, func.length(core) > 1)
    if name and kind is CustomerKind.COMPANY:
        alike.append(same_core)
    if values.get("mobile"):
        alike.append(Customer.mobile == values["mobile"])
    if not alike:
        return []
    rows = (
        select(*LISTED, Customer.phone, Customer.email, Customer.birth_date)
        .add_columns(Staff.name.label("owner_name"), seen_by(actor).label("seen"))
        .add_columns(and_(Customer.kind == CustomerKind.COMPANY, same_core).label("same_core"))
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
