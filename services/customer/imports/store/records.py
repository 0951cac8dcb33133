"""The customers and transactions that imports have brought, or meet; many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, not_, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Department, Staff
from chassis.db import insert_rows
from chassis.db.trail import Change
from contracts.customer import CustomerStatus, ImportKind, ImportStatus
from contracts.permissions import Permission
from services.customer.domain.workflow import OUTSIDE_THE_FORM
from services.customer.imports.store.models import ImportBatch, ImportChange, ImportPolicy, RowError
from services.customer.store.access import seen_by
from services.customer.store.bulk import any_of
from services.customer.store.models import Contact, Customer, ServiceRecord, Transaction

OWNED = frozenset({"owner_id"})
NOT_BY_HAND = ("status", "disabled_reason", "tier", "tier_version")
"""Fields whose change does not make a customer somebody's work: they change by themselves, or back and forth."""


def customers_by(session: Session, field: str, values: Iterable[str]) -> Sequence[Customer]:
    """Customers by the sender's numbers, by our codes or by mobile numbers, held for update."""
    wanted = sorted(set(values))
    column = getattr(Customer, field)
    rows = select(Customer).where(column == any_of(wanted)).order_by(Customer.id).with_for_update()
    return session.scalars(rows).all() if wanted else []


def changed_by_import(session: Session, import_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Of some known records those that rows of the import have changed already."""
    rows = select(ImportChange.record_id).where(ImportChange.import_id == import_id, ImportChange.record_id.in_(ids))
    return set(session.scalars(rows)) if ids else set()


def taken_back(session: Session, sender: Actor, customers: Iterable[Customer], own: Collection[UUID]) -> set[UUID]:
    """Of some customers those that an import brought and took away again, and that the sender of another may bring
    anew: those that are the sender's to change (``own``), and those that are the sender's work alone."""
    disabled = [c for c in customers if c.status is CustomerStatus.DISABLED and c.import_id and not c.merged_into]
    imports = {customer.import_id for customer in disabled}
    rows = select(ImportBatch.id).where(ImportBatch.id.in_(imports), ImportBatch.status == ImportStatus.TAKEN_BACK)
    gone = set(session.scalars(rows)) if imports else set()
    found = {customer.id for customer in disabled if customer.import_id in gone}
    return (found & set(own)) | _brought_alone(session, sender, found - set(own))


def _brought_alone(session: Session, sender: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of some customers those that somebody has brought and nobody else has changed or added anything to."""
    if not ids:
        return set()
    others = Change.actor_id.is_distinct_from(sender.id)
    changed = exists().where(
        Change.kind == Customer.__tablename__,
        Change.record_id == Customer.id,
        others,
        or_(Change.action == "created", Change.fields.op("-")(array(sorted(OUTSIDE_THE_FORM - OWNED))) != {}),
    )
    beside = (
        exists().where(model.customer_id == Customer.id, model.author_id.is_distinct_from(sender.id))
        for model in (Contact, ServiceRecord)
    )
    rows = select(Customer.id).where(Customer.id.in_(ids), Customer.author_id == sender.id, ~changed)
    return set(session.scalars(rows.where(*(~each for each in beside))))


def changed_by(session: Session, actor: Actor, customers: Iterable[Customer]) -> set[UUID]:
    """Of some customers those that the actor may change."""
    ids = [customer.id for customer in customers]
    rows = select(Customer.id).where(Customer.id.in_(ids), seen_by(actor, Permission.CUSTOMER_WRITE))
    return set(session.scalars(rows)) if ids else set()


def active_persons(session: Session, names: Collection[str], addresses: Collection[str]) -> Sequence[Any]:
    """Active persons of some names or e-mail addresses (in lower case): id, name, address, department's name, roles."""
    address = func.lower(Staff.email)
    rows = (
        select(Staff.id, Staff.name, address, Department.name, Staff.roles)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .where(Staff.active, or_(Staff.name.in_(names), address.in_(addresses)))
    )
    return session.execute(rows).all()


def count_submitted(session: Session, import_id: UUID) -> int:
    """How many customers of an import wait for their check."""
    return session.scalar(select(func.count()).where(*_submitted(import_id))) or 0


def submitted_after(session: Session, import_id: UUID, after: UUID, most: int) -> Sequence[UUID]:
    """The next customers of an import that wait for their check, held for update."""
    rows = select(Customer.id).where(*_submitted(import_id), Customer.id > after)
    return session.scalars(rows.order_by(Customer.id).limit(most).with_for_update()).all()


def _submitted(import_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (Customer.import_id == import_id, Customer.status == CustomerStatus.SUBMITTED)


def of_status(session: Session, ids: Collection[UUID], status: CustomerStatus) -> Sequence[UUID]:
    """Of some customers those in a state."""
    return session.scalars(select(Customer.id).where(Customer.id.in_(ids), Customer.status == status)).all()


def count_in_force(session: Session, batch: ImportBatch) -> int:
    """How many records that an import has added still count."""
    model, mine = _in_force(batch)
    return session.scalar(select(func.count()).select_from(model).where(*mine)) or 0


def in_force_after(session: Session, batch: ImportBatch, after: UUID, most: int) -> Sequence[Any]:
    """The next records that an import has added and that still count, held for update: id, code, and whether the trail
    knows of a change after the import that was somebody's work (not the import itself, when it brought a record back
    that had been taken back before)."""
    model, mine = _in_force(batch)
    changed = exists().where(
        Change.kind == model.__tablename__,
        Change.record_id == model.id,
        Change.action == "changed",
        Change.at > batch.created_at,
        not_(Change.fields.has_key("import_id")),
        Change.fields.op("-")(array(NOT_BY_HAND)) != {},
    )
    rows = select(model.id, model.code, changed).where(*mine, model.id > after)
    return session.execute(rows.order_by(model.id).limit(most).with_for_update()).all()


def add_changes(session: Session, import_id: UUID, at: datetime, changes: Iterable[Any]) -> None:
    """Keep what rows of an import have changed in records that were known (row, record, fields)."""
    insert_rows(
        session,
        ImportChange,
        [
            {"import_id": import_id, "record_id": each.record_id, "row": each.row, "at": at, "fields": each.fields}
            for each in changes
        ],
    )


def changes_of_rows(session: Session, import_id: UUID, numbers: Collection[int]) -> Sequence[ImportChange]:
    """What some rows of an import have changed in records that were known, and was not taken back."""
    rows = select(ImportChange).where(*_not_restored(import_id), ImportChange.row.in_(numbers))
    return session.scalars(rows.order_by(ImportChange.row)).all()


def changes_after(session: Session, import_id: UUID, after: UUID, most: int) -> Sequence[ImportChange]:
    """The next records that an import has changed."""
    rows = select(ImportChange).where(*_not_restored(import_id), ImportChange.record_id > after)
    return session.scalars(rows.order_by(ImportChange.record_id).limit(most)).all()


def count_changes(session: Session, import_id: UUID) -> int:
    """How many records that an import has changed have not their old values back."""
    return session.scalar(select(func.count()).where(*_not_restored(import_id))) or 0


def _not_restored(import_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (ImportChange.import_id == import_id, ImportChange.restored_at.is_(None))


def changed_since(session: Session, kind: str, changes: Collection[ImportChange]) -> dict[UUID, set[str]]:
    """Of records that an import has changed, the fields that were changed again since: record -> names."""
    if not changes:
        return {}
    rows = (
        select(Change.record_id, Change.at, Change.fields)
        .where(Change.kind == kind, Change.record_id.in_([change.record_id for change in changes]))
        .where(Change.at > min(change.at for change in changes))
    )
    at = {change.record_id: change.at for change in changes}
    again: dict[UUID, set[str]] = {}
    for record_id, when, fields in session.execute(rows):
        if when > at[record_id]:
            again.setdefault(record_id, set()).update(fields)
    return again


def entries_of(
    session: Session, import_id: UUID, fields: Sequence[str], keys: Collection[tuple[str, ...]]
) -> list[UUID]:
    """The customers of an import that wait for their check, by what its rows are known by: the fields of the key, and
    the values of each row; held for update."""
    columns = [getattr(Customer, field) for field in fields]
    rows = select(Customer.id).where(*_submitted(import_id), tuple_(*columns).in_(keys))
    return list(session.scalars(rows.order_by(Customer.id).with_for_update())) if keys else []


def policy(session: Session, *, lock: bool = False) -> ImportPolicy:
    """How many transactions of a file need no check."""
    rows = select(ImportPolicy).limit(1)
    return session.scalars(rows.with_for_update() if lock else rows).one()


def problems_by_kind(session: Session, import_id: UUID) -> Sequence[Any]:
    """What is wrong in the rows of an import: code, column, rows; the most frequent first."""
    count = func.count(RowError.row.distinct())
    rows = select(RowError.code, RowError.column, count).where(RowError.import_id == import_id)
    return session.execute(
        rows.group_by(RowError.code, RowError.column).order_by(count.desc(), RowError.code, RowError.column)
    ).all()


def _in_force(batch: ImportBatch) -> tuple[type[Customer] | type[Transaction], tuple[ColumnElement[bool], ...]]:
    if batch.kind is ImportKind.TRANSACTIONS:
        return Transaction, (Transaction.import_id == batch.id, Transaction.void.is_(False))
    return Customer, (Customer.import_id == batch.id, Customer.status != CustomerStatus.DISABLED)


def change_transactions(session: Session, ids: Collection[UUID], now: datetime, values: Mapping[str, Any]) -> list[Any]:
    """Change transactions with one statement; returns each as it is now. The trail is the caller's business."""
    changed = (
        update(Transaction)
        .where(Transaction.id.in_(ids))
        .values(version=Transaction.version + 1, updated_at=now, **values)
        .returning(*(getattr(Transaction, column.name) for column in Transaction.__table__.columns))
        .execution_options(synchronize_session=False)
    )
    return list(session.execute(changed))
