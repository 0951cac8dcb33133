"""Taking an import back: what it has added is disabled, except what somebody has changed since. A thousand a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, not_, select, update
from sqlalchemy.dialects.postgresql import array

from chassis.context import Context
from chassis.db.trail import Change, record_changes
from chassis.jobs import Again, Outcome
from chassis.jobs.registry import State
from contracts.customer import CustomerStatus
from services.customer.domain.headings import ImportKind
from services.customer.domain.importing import Flaw, ImportStatus, RowProblem
from services.customer.store.models import Customer, ImportBatch, ImportRow, Transaction
from services.customer.usecases.import_checking import say_customers, update_customers
from services.customer.usecases.import_flaws import add_flaws
from services.customer.usecases.import_storing import count
from services.customer.usecases.transactions import fact_of, say_recorded

STEP = 1_000
NOT_BY_HAND = ("status", "disabled_reason", "tier", "tier_version")
"""Fields whose change does not make a customer somebody's work: they change by themselves, or back and forth."""


def take_back_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """Disable the next records that the import has added."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status != ImportStatus.TAKING_BACK:
        return None
    if ImportKind(batch.kind) is ImportKind.TRANSACTIONS:
        return _take_back(ctx, batch, state, Transaction, Transaction.void.is_(False))
    return _take_back(ctx, batch, state, Customer, Customer.status != CustomerStatus.DISABLED)


def _take_back(
    ctx: Context,
    batch: ImportBatch,
    state: State,
    model: type[Customer] | type[Transaction],
    in_force: ColumnElement[bool],
) -> Outcome:
    mine = (model.import_id == batch.id, in_force)
    total = state.get("total") or ctx.session.scalar(select(func.count()).select_from(model).where(*mine)) or 0
    rows = select(model.id, model.code, _changed_since(batch, model)).where(
        *mine, model.id > UUID(state.get("after", UUID(int=0).hex))
    )
    found = ctx.session.execute(rows.order_by(model.id).limit(STEP).with_for_update()).all()
    if not found:
        _finish(ctx, batch)
        return None
    add_flaws(ctx, batch, [Flaw(0, "", RowProblem.CHANGED_SINCE, code) for _, code, changed in found if changed])
    ids = [id for id, _, changed in found if not changed]
    if model is Transaction:
        _void(ctx, ids)
    else:
        _disable(ctx, batch, ids)
    count(ctx, batch, done=len(found))
    return Again({"after": found[-1][0].hex, "total": total}, done=batch.done, total=total)


def _changed_since(batch: ImportBatch, model: type[Customer] | type[Transaction]) -> ColumnElement[bool]:
    """Whether the trail knows of a change after the import that was somebody's work (not the import itself, when it
    brought a record back that had been taken back before)."""
    return exists().where(
        Change.kind == model.__tablename__,
        Change.record_id == model.id,
        Change.action == "changed",
        Change.at > batch.created_at,
        not_(Change.fields.has_key("import_id")),
        Change.fields.op("-")(array(NOT_BY_HAND)) != {},
    )


def _disable(ctx: Context, batch: ImportBatch, ids: list[UUID]) -> None:
    """Customers that count are told as disabled; entries that never counted are disabled silently."""
    for before in (CustomerStatus.ACTIVE, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED, CustomerStatus.DRAFT):
        rows = select(Customer.id).where(Customer.id.in_(ids), Customer.status == before)
        values = {"status": CustomerStatus.DISABLED.value, "disabled_reason": batch.returned_reason}
        customers = update_customers(ctx, rows, values)
        changes: dict[UUID, Any] = {line.id: {"status": [before.value, line.status]} for line in customers}
        if before is CustomerStatus.ACTIVE:
            say_customers(ctx, customers, "taken_back", before)
        else:
            record_changes(ctx, "customer", "taken_back", changes)


def _void(ctx: Context, ids: list[UUID]) -> None:
    changed = (
        update(Transaction)
        .where(Transaction.id.in_(ids))
        .values(void=True, version=Transaction.version + 1, updated_at=ctx.now)
        .returning(*(getattr(Transaction, column.name) for column in Transaction.__table__.columns))
        .execution_options(synchronize_session=False)
    )
    lines = list(ctx.session.execute(changed))
    record_changes(ctx, "transaction", "taken_back", {line.id: {"void": ["False", "True"]} for line in lines})
    say_recorded(ctx, [fact_of(line, line.id, line.version) for line in lines])


def _finish(ctx: Context, batch: ImportBatch) -> None:
    batch.status, batch.finished_at = ImportStatus.TAKEN_BACK.value, ctx.now
    ctx.session.execute(delete(ImportRow).where(ImportRow.import_id == batch.id))
