"""Checking an import as a whole: after somebody else's approval its customers become active, a thousand a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db.trail import record_changes
from chassis.jobs import Continue, Outcome
from chassis.jobs.registry import State
from contracts.customer import CustomerStatus, ImportStatus
from services.customer.imports.store import records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.store.models import Customer
from services.customer.store.queries import change_customers
from services.customer.usecases.customers import changed_event

STEP = 1_000


def check_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """Make the next customers active and tell the others of them."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status is not ImportStatus.CHECKING:
        return None
    total = state.get("total") or records.count_submitted(ctx.session, batch.id)
    ids = records.submitted_after(ctx.session, batch.id, UUID(state.get("after", UUID(int=0).hex)), STEP)
    if not ids:
        batch.status, batch.finished_at = ImportStatus.DONE, ctx.now
        workbench.clear_good_rows(ctx.session, batch.id)
        return None
    values = {
        "status": CustomerStatus.ACTIVE,
        "verified_by": batch.decided_by,
        "verified_by_name": batch.decided_by_name,
        "verified_at": ctx.now,
    }
    say_customers(ctx, change_customers(ctx.session, ids, ctx.now, values), "approved", CustomerStatus.SUBMITTED)
    workbench.count_on(ctx.session, batch, done=len(ids))
    return Continue({"after": ids[-1].hex, "total": total}, done=batch.done, total=total)


def say_customers(ctx: Context, customers: list[Any], action: str, before: CustomerStatus) -> None:
    """Write the trail of a change of state, and tell the others of it."""
    note_status(ctx, customers, action, before)
    ctx.emit(*(changed_event(line) for line in customers))


def note_status(ctx: Context, customers: list[Any], action: str, before: CustomerStatus) -> None:
    """Write the trail of a change of state."""
    changes: dict[UUID, Any] = {line.id: {"status": [before, line.status]} for line in customers}
    record_changes(ctx, Customer.__tablename__, action, changes)
