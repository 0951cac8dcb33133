"""Which customers somebody sees, and which of them plain: written once, for lists, details, exports and counters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import visible
from contracts.customer import PURPOSE_CASE, AccessRequestStatus, CustomerStatus, Purpose, ViewExtent
from contracts.permissions import Permission
from services.customer.domain.masking import UNCHECKED
from services.customer.store.cases import CaseInHand
from services.customer.store.models import AccessRequest, Customer

READING: tuple[str, ...] = (Permission.CUSTOMER_READ, Permission.TRANSACTION_READ)
"""Permissions to read, which reach also what is opened for a time; each has its own scope."""


@dataclass(frozen=True)
class Reach:
    """How far somebody's rights go: a permission's scope, and whether every active customer is read, to serve."""

    scope: Scope | None
    serves: bool = False

    @classmethod
    def to_read(cls, actor: Actor, permission: str = Permission.CUSTOMER_READ) -> Reach:
        """How far somebody reads customers, or what hangs on them by a permission of its own."""
        return cls(actor.scope(permission), actor.may(permission) and actor.may(Permission.CUSTOMER_SERVE))


def seen_by(actor: Actor, permission: str = Permission.CUSTOMER_READ) -> ColumnElement[bool]:
    """The WHERE of every list, search, detail, export and counter: whose customers the actor sees, the entries the
    actor wrote for somebody else while they are not yet checked, and, to read: every active one for who serves, those
    of the cases in the actor's hands, and what a view request has opened."""
    if permission in READING:
        return seen(Reach.to_read(actor, permission), actor.id, actor.department_id)
    return by_right(Reach(actor.scope(permission)), actor.id, actor.department_id)


def seen(reach: Reach, actor_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """The customers that somebody reads; id and unit may be bind parameters."""
    if reach == Reach(None):
        return false()
    opened = Customer.id == any_(_opened_to(actor_id))
    return or_(by_right(reach, actor_id, unit_id), in_hand_of(actor_id), opened)


def by_right(reach: Reach, actor_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """The customers that somebody's rights reach, without what is opened for a time."""
    if reach.scope is Scope.ALL or reach == Reach(None):
        return visible(reach.scope, Customer.owner_id, actor_id, unit_id)
    ways = [visible(reach.scope, Customer.owner_id, actor_id, unit_id), _own_entry(actor_id)]
    return or_(*ways, Customer.status == CustomerStatus.ACTIVE) if reach.serves else or_(*ways)


def in_hand_of(actor_id: Any) -> ColumnElement[bool]:
    """The customers of the cases that somebody has in hand."""
    return Customer.id == any_(_ids(select(CaseInHand.customer_id).where(CaseInHand.assignee_id == actor_id)))


def plain_to(actor: Actor) -> ColumnElement[bool]:
    """The customers that the actor sees plain: what ``masking.sees_plain`` says, as a WHERE."""
    opened = Customer.id == any_(_opened_to(actor.id, plain=True))
    return or_(Customer.owner_id == actor.id, _own_entry(actor.id), in_hand_of(actor.id), opened)


def _own_entry(actor_id: Any) -> ColumnElement[bool]:
    """Written by the actor and not yet checked. One comparison each: IN is written out anew for every request."""
    return and_(Customer.author_id == actor_id, or_(*(Customer.status == status for status in UNCHECKED)))


def _opened_to(actor_id: Any, *, plain: bool = False) -> Any:
    opened = select(AccessRequest.customer_id).where(_is_open(actor_id))
    return _ids(opened.where(AccessRequest.extent == ViewExtent.PLAIN) if plain else opened)


def _is_open(actor_id: Any) -> ColumnElement[bool]:
    return and_(
        AccessRequest.asker_id == actor_id,
        AccessRequest.status == AccessRequestStatus.APPROVED,
        AccessRequest.until > func.now(),
    )


def _ids(rows: Select[Any]) -> Any:
    """Ids of customers as an array: read once, it leaves the index of the ids usable."""
    return func.array(rows.scalar_subquery(), type_=ARRAY(Uuid()))


@dataclass(frozen=True)
class Opening:
    """Why somebody sees a customer plain for now: the purpose of the log of readings, and what was said beside it."""

    purpose: str
    note: str = ""


def opened_plain(session: Session, actor: Actor) -> Mapping[UUID, Opening]:
    """The customers that the actor sees plain for now though they are somebody else's, and why."""
    found = session.execute(_opened_plain(), {"actor_id": actor.id}) if actor.id else ()
    return {id: Opening(purpose, note) for id, purpose, note in found}


@cache
def _opened_plain() -> Any:
    """A case in hand is the better reason: it stands last, and so counts."""
    actor_id = bindparam("actor_id", type_=Uuid())
    asked = select(AccessRequest.customer_id, literal(Purpose.VIEW_REQUEST.value), AccessRequest.purpose).where(
        _is_open(actor_id), AccessRequest.extent == ViewExtent.PLAIN
    )
    in_hand = select(CaseInHand.customer_id, PURPOSE_CASE + CaseInHand.code, literal("")).where(
        CaseInHand.assignee_id == actor_id
    )
    return union_all(asked, in_hand)
