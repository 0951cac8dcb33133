"""Moving all that belongs to a customer to another, and back; named statements, however much it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from chassis.annotations.moving import move_annotations, move_back
from chassis.context import Context
from chassis.db import insert_rows, one
from chassis.db.trail import record_changes
from services.customer.merging.store.models import Merge, MergedRow
from services.customer.store.models import Contact, Customer, ServiceRecord, Transaction

CHILDREN: dict[str, Any] = {model.__tablename__: model for model in (Contact, ServiceRecord, Transaction)}
"""The tables of what belongs to a customer, by their names."""


def move_all(ctx: Context, merge: Merge) -> None:
    """Move all that belongs to the customer of a merge to the one that lives on, and keep what was moved."""
    source, target = merge.customer_id, merge.into_id
    moved = {name: _move(ctx, model, model.customer_id == source, source, target) for name, model in CHILDREN.items()}
    moved |= move_annotations(ctx, Customer.__tablename__, source, target)
    rows = [{"merge_id": merge.id, "table_name": kind, "row_id": id} for kind, ids in moved.items() for id in ids]
    insert_rows(ctx.session, MergedRow, rows)


def move_all_back(ctx: Context, merge: Merge) -> None:
    """Move what a merge has moved back, as far as it is still where the merge put it."""
    source, target = merge.into_id, merge.customer_id
    for name, model in CHILDREN.items():
        _move(ctx, model, model.id.in_(_rows(merge, name)) & (model.customer_id == source), source, target)
    kinds = select(MergedRow.table_name).where(MergedRow.merge_id == merge.id).distinct()
    for kind in set(ctx.session.scalars(kinds)) - set(CHILDREN):
        move_back(ctx, kind, ctx.session.scalars(_rows(merge, kind)), source, target)


def transactions_of(session: Session, merge: Merge) -> Sequence[Transaction]:
    """The transactions that a merge has moved."""
    ids = _rows(merge, Transaction.__tablename__)
    rows = select(Transaction).where(Transaction.id.in_(ids)).execution_options(populate_existing=True)
    return session.scalars(rows).all()


def merge_in_force(session: Session, customer_id: UUID) -> Merge:
    """The merge by which a customer went into another, held for update. Raises NotFound."""
    return one(session, select(Merge).where(Merge.customer_id == customer_id, Merge.separated_at.is_(None)), lock=True)


def followers(session: Session, of: UUID) -> Sequence[Customer]:
    """The customers that went into one, or into one that did, held for update."""
    return session.scalars(
        select(Customer).where(Customer.merged_into == of).order_by(Customer.id).with_for_update()
    ).all()


def went_into(session: Session, of: UUID) -> Sequence[Customer]:
    """The customers that themselves went into one, by merges in force, held for update."""
    ids = select(Merge.customer_id).where(Merge.into_id == of, Merge.separated_at.is_(None))
    return session.scalars(select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).with_for_update()).all()


def _rows(merge: Merge, kind: str) -> Any:
    return select(MergedRow.row_id).where(MergedRow.merge_id == merge.id, MergedRow.table_name == kind)


def _move(ctx: Context, model: Any, which: Any, source: UUID, target: UUID) -> list[UUID]:
    rows = update(model).where(which).values(customer_id=target, version=model.version + 1, updated_at=ctx.now)
    moved = list(ctx.session.scalars(rows.returning(model.id).execution_options(synchronize_session=False)))
    fields = {"customer_id": [str(source), str(target)]}
    record_changes(ctx, model.__tablename__, "changed", dict.fromkeys(moved, fields))
    return moved
