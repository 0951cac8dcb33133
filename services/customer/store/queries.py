"""Named reads of customers, as far as ``access.seen_by`` lets somebody see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from chassis.annotations.fields import holding
from chassis.approval import changed_by
from chassis.auth import Actor, Scope
from chassis.auth.directory import Department, Staff, reach_of
from chassis.code_lists import paths_of
from chassis.db import Count, Listing, ListQuery, Page, count, one
from chassis.errors import NotFound
from contracts.customer import ChangeRequestStatus, CustomerStatus, ImportStatus, TransferStatus
from contracts.permissions import Permission
from services.customer.checks.store.models import ChangeRequest
from services.customer.domain.masking import UNCHECKED
from services.customer.domain.workflow import MADE, OUTSIDE_THE_FORM
from services.customer.store.access import Reach, by_right, in_hand_of, seen, seen_by
from services.customer.store.models import LISTED_BY, NOBODY, Customer, ImportBatch, OwnershipTransfer
from services.customer.store.search import found_by

UNCHECKED_FILE = (ImportStatus.RUNNING, ImportStatus.WAITING_CHECK, ImportStatus.CHECKING)
"""The states of an import in which its rows are not checked yet."""

CUSTOMERS: Listing[Customer] = Listing(
    {
        "created_at": (Customer.id,),
        "name": (Customer.sort_key, Customer.id),
        "code": (Customer.code,),
        "tier": (Customer.tier, Customer.id),
        "region": (Customer.region, Customer.id),
        "updated_at": (Customer.updated_at, Customer.id),
    },
    default="-created_at",
)
"""The orders of the list of customers: names by their pinyin, regions by their characters; ids grow with time."""


@dataclass(frozen=True, kw_only=True)
class CustomerFilter(ListQuery):
    """What a list of customers is narrowed by; empty means not narrowed. ``in_use``: without those that are disabled,
    unless they are asked for. ``changed_since``: only what was written then or later, for programs that keep in step.
    ``custom``: values of the house's own fields by their keys."""

    q: str = ""
    kind: str = ""
    status: str = ""
    tier: str = ""
    region: str = ""
    industry: str = ""
    owner_id: UUID | None = None
    mine: bool = False
    to_check: bool = False
    in_use: bool = False
    changed_since: datetime | None = None
    custom: Mapping[str, Any] | None = None


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
    rows = select(Customer).where(Customer.id.in_(set(ids))).order_by(Customer.id).with_for_update()
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def code_of(session: Session, id: UUID | None) -> str:
    """The code of a customer; '' of none."""
    return (session.scalar(select(Customer.code).where(Customer.id == id)) or "") if id else ""


SAID = (
    *(Customer.id, Customer.version, Customer.code, Customer.external_code, Customer.kind, Customer.name),
    *(Customer.status, Customer.owner_id, Customer.region, Customer.industry, Customer.email, Customer.verified_at),
    Customer.merged_into,
)
"""What the others are told of a customer, and whether they are."""


def change_customers(session: Session, ids: Any, now: datetime, values: Mapping[str, Any]) -> list[Any]:
    """Change customers with one statement; returns SAID of each. The trail is the caller's business."""
    if values.get("status") in UNCHECKED:
        values = {**values, **NOBODY}
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
        or_(Customer.handed_in_by.is_(None), Customer.handed_in_by != actor.id),
        ~_with_import(),
        seen_by(actor, Permission.CUSTOMER_VERIFY),
    )


def waits_with_import(session: Session, customer: Customer) -> bool:
    """Whether an entry came with an import that is checked as a whole and has not been yet."""
    if customer.import_id is None or customer.status not in UNCHECKED:
        return False
    return session.scalar(select(Customer.id).where(Customer.id == customer.id, _with_import())) is not None


def of_waiting_imports(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Of some customers the entries that wait with an import for its check."""
    unchecked = Customer.status.in_(UNCHECKED)
    rows = select(Customer.id).where(Customer.id.in_(set(ids)), unchecked, Customer.import_id.is_not(None))
    return set(session.scalars(rows.where(_with_import())))


def look_again_at_imports(session: Session, ids: Iterable[UUID]) -> None:
    """Entries of imports that wait for their check are not what they were: whoever has looked at one of these imports
    looks again."""
    imports = select(Customer.import_id).where(Customer.id.in_(set(ids)), Customer.status.in_(UNCHECKED))
    waiting = ImportBatch.status == ImportStatus.WAITING_CHECK
    held = select(ImportBatch.id).where(ImportBatch.id.in_(imports), waiting).order_by(ImportBatch.id)
    found = session.scalars(held.with_for_update()).all()
    if found:
        session.execute(update(ImportBatch).where(ImportBatch.id.in_(found)).values(version=ImportBatch.version + 1))


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
    reach = Reach(Scope.ALL)
    if actor:
        reach = Reach.to_read(actor)
        values |= {"actor_id": actor.id, "unit_id": actor.department_id}
    found = session.execute(_detail(reach), values).first()
    if found is None:
        raise NotFound()
    customer, owner, department, change_id, hand_over, by_right = found
    change = session.get(ChangeRequest, change_id) if change_id else None
    return CustomerDetail(customer, owner or "", department or "", change, hand_over is not None, not by_right)


@cache
def _detail(reach: Reach) -> Any:
    """Built once a reach: the page that is opened most often costs no building of statements."""
    actor_id, unit_id = bindparam("actor_id", type_=Uuid()), bindparam("unit_id", type_=Uuid())
    waiting_change = and_(ChangeRequest.customer_id == Customer.id, ChangeRequest.status == ChangeRequestStatus.WAITING)
    waiting_owner = and_(
        OwnershipTransfer.customer_id == Customer.id, OwnershipTransfer.status == TransferStatus.WAITING
    )
    return (
        select(Customer, Staff.name, Department.name, ChangeRequest.id, OwnershipTransfer.id)
        .add_columns(or_(by_right(reach, actor_id, unit_id), in_hand_of(actor_id)))
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .outerjoin(ChangeRequest, waiting_change)
        .outerjoin(OwnershipTransfer, waiting_owner)
        .where(Customer.id == bindparam("id", type_=Uuid()), seen(reach, actor_id, unit_id))
    )


class Shape(NamedTuple):
    """What decides how the statement of a list reads, beside what is rarely asked for."""

    reach: Reach
    narrowing: tuple[str, ...]
    mine: bool
    in_use: bool


NARROWING = ("kind", "status", "tier", "owner_id")


def customers(session: Session, actor: Actor, wanted: CustomerFilter) -> Select[Customer]:
    """The customers that fit a filter and that the actor may see."""
    shape, values = _shape_of(actor, wanted)
    rows = _narrowed(*shape).params(values)
    if wanted.to_check:
        rows = rows.where(to_check(actor))
    if wanted.changed_since:
        rows = rows.where(Customer.updated_at >= wanted.changed_since)
    if wanted.custom:
        rows = rows.where(holding(session, Customer, wanted.custom))
    for kind in LISTED_BY:
        if text := getattr(wanted, kind):
            rows = rows.where(_lies_in(session, kind, text))
    return rows.where(found_by(actor, wanted.q)) if wanted.q else rows


def _lies_in(session: Session, kind: str, text: str) -> ColumnElement[bool]:
    """What is under any entry of a list that a text may mean, or is called exactly so. The paths are compared as a
    range: what begins like one lies between it and the same with the sign after its last slash."""
    path = getattr(Customer, f"{kind}_path")
    below = [and_(path >= each, path < f"{each[:-1]}0") for each in paths_of(session, kind, text)]
    return or_(getattr(Customer, kind) == text, *below)


def _shape_of(actor: Actor, wanted: CustomerFilter) -> tuple[Shape, dict[str, Any]]:
    """What decides how the statement of a list reads, and the values in it."""
    narrowing = {column: value for column in NARROWING if (value := getattr(wanted, column))}
    values = {"actor_id": actor.id, "unit_id": actor.department_id, **narrowing}
    return Shape(Reach.to_read(actor), tuple(narrowing), wanted.mine, wanted.in_use and not wanted.status), values


@cache
def _narrowed(reach: Reach, narrowing: tuple[str, ...], mine: bool, in_use: bool) -> Select[Customer]:
    """Built once a shape, as ``_detail`` is."""
    actor_id, unit_id = bindparam("actor_id", type_=Uuid()), bindparam("unit_id", type_=Uuid())
    rows = select(Customer).where(seen(reach, actor_id, unit_id))
    for name in narrowing:
        column = getattr(Customer, name)
        rows = rows.where(column == bindparam(name, type_=column.type))
    if in_use:
        rows = rows.where(Customer.status != CustomerStatus.DISABLED)
    return rows.where(Customer.owner_id == actor_id) if mine else rows


LISTED = [
    getattr(Customer, name)
    for name in (
        *("id", "version", "code", "external_code", "kind", "name", "status", "tier", "region", "industry"),
        *("mobile", "owner_id", "author_id", "created_at", "updated_at", "sort_key", "custom"),
    )
]


def customer_page(session: Session, actor: Actor, wanted: CustomerFilter) -> Page[Any]:
    """One page of customers with their owners' names, the newest first unless asked otherwise."""
    shape, values = _shape_of(actor, wanted)
    lists = wanted.region or wanted.industry
    if wanted.q or lists or wanted.to_check or wanted.changed_since or wanted.custom:
        return CUSTOMERS.page(session, _with_owner(customers(session, actor, wanted)), wanted)
    return CUSTOMERS.page(session, _kept_list(*shape), wanted, values)


@cache
def _kept_list(reach: Reach, narrowing: tuple[str, ...], mine: bool, in_use: bool) -> Select[Any]:
    return _with_owner(_narrowed(reach, narrowing, mine, in_use))


def _with_owner(rows: Select[Customer]) -> Select[Any]:
    """Of customers, what a list shows of each."""
    joined = rows.outerjoin(Staff, Staff.id == Customer.owner_id)
    return joined.with_only_columns(*LISTED, Staff.name.label("owner_name"))


def customer_count(session: Session, actor: Actor, wanted: CustomerFilter) -> Count:
    """How many customers fit."""
    return count(session, customers(session, actor, wanted).with_only_columns(Customer.id))


def customers_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Customer]:
    """Some customers, in one query."""
    rows = select(Customer).where(Customer.id.in_(set(ids)))
    return {customer.id: customer for customer in session.scalars(rows)}


def has_written(session: Session, actor: Actor, ids: Any) -> bool:
    """Whether somebody has entered or changed what stands in the form of one of some customers (``ids``: a list or a
    query), ever."""
    kind = Customer.__tablename__
    return bool(session.scalar(select(changed_by(actor, kind, ids, OUTSIDE_THE_FORM, made=MADE))))


def owns_any(session: Session, staff_id: UUID) -> bool:
    """Whether somebody owns customers that are in use, or entries that may become some."""
    rows = select(Customer.id).where(Customer.owner_id == staff_id, Customer.status != CustomerStatus.DISABLED)
    return session.scalar(rows.limit(1)) is not None
