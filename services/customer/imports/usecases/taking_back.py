"""Taking an import back: what it has added is disabled, what it has changed gets its old values, except what somebody
has changed since. A thousand a step."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db.trail import record_changes
from chassis.jobs import Continue, Outcome
from chassis.jobs.registry import State
from contracts.customer import CustomerStatus, ImportKind, ImportStatus
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.store import records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases.checking import note_status, say_customers
from services.customer.imports.usecases.flaws import add_flaws
from services.customer.imports.usecases.restoring import restore
from services.customer.store.models import Transaction
from services.customer.store.queries import change_customers
from services.customer.usecases.transactions import fact_of, say_recorded

STEP = 1_000


def take_back_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """Disable the next records that the import has added; after the last one, bring back the next that it has
    changed."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status is not ImportStatus.TAKING_BACK:
        return None
    if "restored" in state:
        return _restore(ctx, batch, state)
    total = state.get("total") or (
        records.count_in_force(ctx.session, batch) + records.count_changes(ctx.session, batch.id)
    )
    found = records.in_force_after(ctx.session, batch, UUID(state.get("after", UUID(int=0).hex)), STEP)
    if not found:
        return Continue(state | {"total": total, "restored": UUID(int=0).hex}, done=batch.done, total=total)
    add_flaws(ctx, batch, [Flaw(0, "", RowProblem.CHANGED_SINCE, code) for _, code, changed in found if changed])
    ids = [id for id, _, changed in found if not changed]
    if batch.kind is ImportKind.TRANSACTIONS:
        _void(ctx, ids)
    else:
        _disable(ctx, batch, ids)
    workbench.count_on(ctx.session, batch, done=len(found))
    return Continue({"after": found[-1][0].hex, "total": total}, done=batch.done, total=total)


def _restore(ctx: Context, batch: ImportBatch, state: State) -> Outcome:
    changes = records.changes_after(ctx.session, batch.id, UUID(state["restored"]), STEP)
    if not changes:
        batch.status, batch.finished_at = ImportStatus.TAKEN_BACK, ctx.now
        workbench.clear_rows(ctx.session, batch.id)
        return None
    restore(ctx, batch, changes)
    workbench.count_on(ctx.session, batch, done=len(changes))
    return Continue(state | {"restored": changes[-1].record_id.hex}, done=batch.done, total=state["total"])


def _disable(ctx: Context, batch: ImportBatch, ids: list[UUID]) -> None:
    """Customers that count are told as disabled; entries that never counted are disabled silently."""
    values = {"status": CustomerStatus.DISABLED, "disabled_reason": batch.returned_reason}
    for before in (CustomerStatus.ACTIVE, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED, CustomerStatus.DRAFT):
        of_status = records.of_status(ctx.session, ids, before)
        if not of_status:
            continue
        customers = change_customers(ctx.session, of_status, ctx.now, values)
        if before is CustomerStatus.ACTIVE:
            say_customers(ctx, customers, "taken_back", before)
        else:
            note_status(ctx, customers, "taken_back", before)


def _void(ctx: Context, ids: list[UUID]) -> None:
    lines = records.change_transactions(ctx.session, ids, ctx.now, {"void": True})
    changes = {line.id: {"void": ["False", "True"]} for line in lines}
    record_changes(ctx, Transaction.__tablename__, "taken_back", changes)
    say_recorded(ctx, [fact_of(line, line.id, line.version) for line in lines])
