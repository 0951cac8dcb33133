"""Named reads of the customer service. Which customers somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, and_, any_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import Department, Staff, reach_of, visible
from chassis.codes import is_code
from chassis.db import Count, Listing, ListQuery, Page, count, one
from chassis.db.trail import Change
from chassis.errors import NotFound
from contracts.customer import AccessRequestStatus, ChangeRequestStatus, CustomerStatus, ImportStatus, TransferStatus
from contracts.permissions import Permission
from services.customer.domain.masking import UNCHECKED
from services.customer.domain.names import pairs
from services.customer.store.models import (
    AccessRequest,
    ChangeRequest,
    Customer,
    ImportBatch,
    OwnershipTransfer,
)

UNCHECKED_FILE = (ImportStatus.RUNNING, ImportStatus.WAITING_CHECK, ImportStatus.CHECKING)
"""The states of an import in which its rows are not checked yet."""

CUSTOMERS: Listing[Customer] = Listing(
    {
        "created_at": (Customer.id,),
        "name": (Customer.sort_key, Customer.id),
        "code": (Customer.code,),
        "tier": (Customer.tier, Customer.id),
        "region": (Customer.region, Customer.id),
    },
    default="-created_at",
)
"""The orders of the list of customers: names by their pinyin, regions by their characters; ids grow with time."""


@dataclass(frozen=True, kw_only=True)
class CustomerFilter(ListQuery):
    """What a list of customers is narrowed by; empty means not narrowed."""

    q: str = ""
    kind: str = ""
    status: str = ""
    tier: str = ""
    region: str = ""
    industry: str = ""
    owner_id: UUID | None = None
    mine: bool = False
    to_check: bool = False


def seen_by(actor: Actor, permission: str = Permission.CUSTOMER_READ) -> ColumnElement[bool]:
    """The WHERE of every list, search, detail, export and counter: whose customers the actor sees, the entries the
    actor wrote for somebody else while they are not yet checked, and, to read, what a view request has opened."""
    reading = permission == Permission.CUSTOMER_READ
    return seen(actor.scope(permission), actor.id, actor.department_id, reading=reading)


def seen(scope: Scope | None, actor_id: Any, unit_id: Any, *, reading: bool) -> ColumnElement[bool]:
    """The same by scope; id and department may be bind parameters."""
    if scope is None or scope is Scope.ALL:
        return visible(scope, Customer.owner_id, actor_id, unit_id)
    ways = [visible(scope, Customer.owner_id, actor_id, unit_id), _own_entry(actor_id)]
    return or_(*ways, Customer.id == any_(_opened_to(actor_id))) if reading else or_(*ways)


def _own_entry(actor_id: Any) -> ColumnElement[bool]:
    """Written by the actor and not yet checked. One comparison each: IN is written out anew for every request."""
    return and_(Customer.author_id == actor_id, or_(*(Customer.status == status for status in UNCHECKED)))


def _opened_to(actor_id: Any) -> Any:
    """Ids of the customers that view requests have opened to somebody, as an array: read once, it leaves the index of
    the ids usable."""
    opened = select(AccessRequest.customer_id).where(
        AccessRequest.asker_id == actor_id,
        AccessRequest.status == AccessRequestStatus.APPROVED,
        AccessRequest.until > func.now(),
    )
    return func.array(opened.scalar_subquery(), type_=ARRAY(Uuid()))


def customer_of(
    session: Session, actor: Actor, id: UUID, *, permission: str = Permission.CUSTOMER_READ, lock: bool = False
) -> Customer:
    """The customer, if there is one that the actor may see by this permission; NotFound otherwise."""
    return one(session, select(Customer).where(Customer.id == id, seen_by(actor, permission)), lock=lock)


def reaches(session: Session, actor: Actor, id: UUID) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches the customer."""
    return reach_of(session, actor, select(Customer.id).where(Customer.id == id), seen_by)


def customers_held(session: Session, ids: Iterable[UUID]) -> Sequence[Customer]:
    """Some customers, held for update in the order of their ids, so that two at once do not wait in a circle."""
    return session.scalars(
        select(Customer).where(Customer.id.in_(set(ids))).order_by(Customer.id).with_for_update()
    ).all()


SAID = (
    *(Customer.id, Customer.version, Customer.code, Customer.external_code, Customer.kind, Customer.name),
    *(Customer.status, Customer.owner_id, Customer.region, Customer.industry, Customer.email, Customer.verified_at),
)
"""What the others are told of a customer, and whether they are."""


def change_customers(session: Session, ids: Any, now: datetime, values: Mapping[str, Any]) -> list[Any]:
    """Change customers with one statement; returns SAID of each. The trail is the caller's business."""
    changed = (
        update(Customer)
        .where(Customer.id.in_(ids))
        .values(version=Customer.version + 1, updated_at=now, **values)
        .returning(*SAID)
        .execution_options(synchronize_session=False)
    )
    return list(session.execute(changed))


def entries_to_check(session: Session, actor: Actor) -> int:
    """How many entries wait for a check by the actor."""
    return session.scalar(select(func.count(Customer.id)).where(to_check(actor))) or 0


def to_check(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the entries that wait for a check by the actor, who is not their author: of the list and of its
    count. Those of an import that waits are checked with it."""
    return and_(
        Customer.status == CustomerStatus.SUBMITTED,
        Customer.author_id != actor.id,
        ~_with_import(),
        seen_by(actor, Permission.CUSTOMER_VERIFY),
    )


def waits_with_import(session: Session, id: UUID) -> bool:
    """Whether a customer came with an import that is checked as a whole and has not been yet."""
    return session.scalar(select(Customer.id).where(Customer.id == id, _with_import())) is not None


def _with_import() -> ColumnElement[bool]:
    checked = select(ImportBatch.id).where(ImportBatch.id == Customer.import_id, ImportBatch.status.in_(UNCHECKED_FILE))
    return checked.exists()


@dataclass(frozen=True)
class CustomerDetail:
    """A customer with what is shown beside it. ``opened``: the actor sees it by a view request only."""

    customer: Customer
    owner_name: str
    department_name: str
    change_request: ChangeRequest | None
    hand_over: bool
    opened: bool


def detail_of(session: Session, id: UUID, actor: Actor | None = None) -> CustomerDetail:
    """A customer and everything beside it, in one statement (a second one reads the change that waits, if one does).
    With an actor: only what the actor may see. Raises NotFound."""
    values: dict[str, Any] = {"id": id}
    scope: Scope | None = Scope.ALL
    if actor:
        scope = actor.scope(Permission.CUSTOMER_READ)
        values |= {"actor_id": actor.id, "unit_id": actor.department_id}
    found = session.execute(_detail(scope), values).first()
    if found is None:
        raise NotFound()
    customer, owner, department, change_id, hand_over, by_right = found
    change = session.get(ChangeRequest, change_id) if change_id else None
    return CustomerDetail(customer, owner or "", department or "", change, hand_over is not None, not by_right)


@cache
def _detail(scope: Scope | None) -> Any:
    """Built once a scope: the page that is opened most often costs no building of statements."""
    actor_id, unit_id = bindparam("actor_id", type_=Uuid()), bindparam("unit_id", type_=Uuid())
    waiting_change = and_(ChangeRequest.customer_id == Customer.id, ChangeRequest.status == ChangeRequestStatus.WAITING)
    waiting_owner = and_(
        OwnershipTransfer.customer_id == Customer.id, OwnershipTransfer.status == TransferStatus.WAITING
    )
    return (
        select(Customer, Staff.name, Department.name, ChangeRequest.id, OwnershipTransfer.id)
        .add_columns(seen(scope, actor_id, unit_id, reading=False))
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .outerjoin(ChangeRequest, waiting_change)
        .outerjoin(OwnershipTransfer, waiting_owner)
        .where(Customer.id == bindparam("id", type_=Uuid()), seen(scope, actor_id, unit_id, reading=True))
    )


NARROWING = ("kind", "status", "tier", "region", "industry", "owner_id")


def customers(actor: Actor, wanted: CustomerFilter) -> Select[Customer]:
    """The customers that fit a filter and that the actor may see."""
    shape, values = _shape_of(actor, wanted)
    rows = _narrowed(*shape).params(values)
    if wanted.to_check:
        rows = rows.where(to_check(actor))
    return rows.where(_found_by(actor, wanted.q)) if wanted.q else rows


def _shape_of(
    actor: Actor, wanted: CustomerFilter
) -> tuple[tuple[Scope | None, tuple[str, ...], bool], dict[str, Any]]:
    """What decides how the statement of a list reads, and the values in it."""
    narrowing = {column: value for column in NARROWING if (value := getattr(wanted, column))}
    values = {"actor_id": actor.id, "unit_id": actor.department_id, **narrowing}
    return (actor.scope(Permission.CUSTOMER_READ), tuple(narrowing), wanted.mine), values


@cache
def _narrowed(scope: Scope | None, narrowing: tuple[str, ...], mine: bool) -> Select[Customer]:
    """Built once a shape, as ``_detail`` is."""
    actor_id, unit_id = bindparam("actor_id", type_=Uuid()), bindparam("unit_id", type_=Uuid())
    rows = select(Customer).where(seen(scope, actor_id, unit_id, reading=True))
    for name in narrowing:
        column = getattr(Customer, name)
        rows = rows.where(column == bindparam(name, type_=column.type))
    return rows.where(Customer.owner_id == actor_id) if mine else rows


def number_in(q: str) -> str:
    """The digits of a search that is for a number; empty when it is for something else."""
    digits = "".join(q.lower().split()).lstrip("+").replace("-", "")
    return digits if digits.isdigit() and len(digits) >= 3 else ""


def plain_to(actor: Actor) -> ColumnElement[bool]:
    """The customers that the actor sees plain: what ``masking.sees_plain`` says, as a WHERE."""
    return or_(Customer.owner_id == actor.id, _own_entry(actor.id))


def _found_by(actor: Actor, q: str) -> ColumnElement[bool]:
    """By code, sender's code, any part of the name, pinyin initials, or mobile number: by its beginning where the actor
    sees it plain, else only by the whole of it, so that a masked number cannot be guessed digit by digit."""
    text = "".join(q.lower().split())
    if is_code(q.upper()):
        return Customer.code == q.upper()
    if digits := number_in(q):
        by_number = or_(
            Customer.mobile.in_([digits, "+" + digits]), and_(Customer.mobile.startswith(digits), plain_to(actor))
        )
        return or_(by_number, Customer.external_code == q, Customer.code.endswith(digits))
    pieces = sorted(pairs(text))
    if not pieces:
        return Customer.name.startswith(q, autoescape=True)
    by_name = and_(
        Customer.pairs.contains(pieces),
        or_(
            Customer.name.icontains(q, autoescape=True),
            Customer.name.icontains(text, autoescape=True),
            Customer.initials.contains(text, autoescape=True),
        ),
    )
    return or_(by_name, Customer.external_code == q)


LISTED = [
    getattr(Customer, name)
    for name in (
        *("id", "version", "code", "external_code", "kind", "name", "status", "tier", "region", "industry"),
        *("mobile", "owner_id", "author_id", "created_at", "updated_at", "sort_key"),
    )
]


def customer_page(session: Session, actor: Actor, wanted: CustomerFilter) -> Page[Any]:
    """One page of customers with their owners' names, the newest first unless asked otherwise."""
    shape, values = _shape_of(actor, wanted)
    if wanted.q or wanted.to_check:
        return CUSTOMERS.page(session, _with_owner(customers(actor, wanted)), wanted)
    return CUSTOMERS.page(session, _kept_list(*shape), wanted, values)


@cache
def _kept_list(scope: Scope | None, narrowing: tuple[str, ...], mine: bool) -> Select[Any]:
    return _with_owner(_narrowed(scope, narrowing, mine))


def _with_owner(rows: Select[Customer]) -> Select[Any]:
    """Of customers, what a list shows of each."""
    joined = rows.outerjoin(Staff, Staff.id == Customer.owner_id)
    return joined.with_only_columns(*LISTED, Staff.name.label("owner_name"))


def customer_count(session: Session, actor: Actor, wanted: CustomerFilter) -> Count:
    """How many customers fit."""
    return count(session, customers(actor, wanted).with_only_columns(Customer.id))


def customers_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Customer]:
    """Some customers, in one query."""
    rows = select(Customer).where(Customer.id.in_(set(ids)))
    return {customer.id: customer for customer in session.scalars(rows)}


def written_by(session: Session, customer_id: UUID, actor_id: UUID | None) -> set[str]:
    """The fields of a customer that somebody has set, ever."""
    rows = select(Change.fields).where(
        Change.kind == "customer", Change.record_id == customer_id, Change.actor_id == actor_id
    )
    return {name for fields in session.scalars(rows) for name in fields}
