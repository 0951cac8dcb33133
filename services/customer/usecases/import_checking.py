"""Checking an import as a whole: after somebody else's approval its customers become active, a thousand a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from chassis.context import Context
from chassis.db.trail import record_changes
from chassis.jobs import Again, Outcome
from chassis.jobs.registry import State
from contracts.customer import CustomerStatus
from services.customer.domain.importing import ImportStatus
from services.customer.store.models import Customer, ImportBatch
from services.customer.usecases.customers import changed_event
from services.customer.usecases.import_storing import count

STEP = 1_000
TOLD = (
    *(Customer.id, Customer.version, Customer.code, Customer.external_code, Customer.kind, Customer.name),
    *(Customer.status, Customer.owner_id, Customer.region, Customer.industry, Customer.email),
)
"""What the others are told of a customer: the columns that ``changed_event`` reads."""


def check_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """Make the next customers active and tell the others of them."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status != ImportStatus.CHECKING:
        return None
    waiting = (Customer.import_id == batch.id, Customer.status == CustomerStatus.SUBMITTED)
    total = state.get("total") or ctx.session.scalar(select(func.count()).where(*waiting)) or 0
    rows = select(Customer.id).where(*waiting, Customer.id > UUID(state.get("after", UUID(int=0).hex)))
    ids = ctx.session.scalars(rows.order_by(Customer.id).limit(STEP).with_for_update()).all()
    if not ids:
        batch.status, batch.finished_at = ImportStatus.DONE.value, ctx.now
        return None
    values = {
        "status": CustomerStatus.ACTIVE.value,
        "verified_by": batch.checked_by,
        "verified_by_name": batch.checked_by_name,
        "verified_at": ctx.now,
    }
    say_customers(ctx, update_customers(ctx, ids, values), "approved", CustomerStatus.SUBMITTED)
    count(ctx, batch, done=len(ids))
    return Again({"after": ids[-1].hex, "total": total}, done=batch.done, total=total)


def update_customers(ctx: Context, ids: Any, values: dict[str, Any]) -> list[Any]:
    """Change customers with one statement; returns what the others are told of each."""
    changed = (
        update(Customer)
        .where(Customer.id.in_(ids))
        .values(version=Customer.version + 1, updated_at=ctx.now, **values)
        .returning(*TOLD)
        .execution_options(synchronize_session=False)
    )
    return list(ctx.session.execute(changed))


def say_customers(ctx: Context, customers: list[Any], action: str, before: CustomerStatus) -> None:
    """Write the trail of a change of state, and tell the others of it."""
    record_changes(ctx, "customer", action, {line.id: {"status": [before.value, line.status]} for line in customers})
    ctx.emit(*(changed_event(line) for line in customers))
