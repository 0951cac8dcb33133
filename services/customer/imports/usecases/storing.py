"""Storing an import: rows from the workbench are checked and become customers or transactions, some a step."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Continue, Outcome
from chassis.jobs.registry import State
from contracts.activity import NoticeKind, notify
from contracts.customer import ImportKind, ImportStatus
from contracts.permissions import Permission
from services.customer.imports.domain.figures import span_of, totals_of
from services.customer.imports.store import records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases.customers import store_customers
from services.customer.imports.usecases.flaws import add_flaws
from services.customer.imports.usecases.imports import StoreImport
from services.customer.imports.usecases.known import BY_NUMBER
from services.customer.imports.usecases.reading import flaws_of_reading
from services.customer.imports.usecases.rows import Checked, CheckRows, Layout, Stored
from services.customer.imports.usecases.transactions import look_at_rows, store_transactions
from services.customer.store.transactions import totals_between

FOR_TWO = 20_000
"""Rows from which on two jobs store them."""

HALVES = {ImportStatus.RUNNING: "store-half", ImportStatus.CHECKING: "check-half"}
"""What the second job is called, by what the import is at."""

STEP = {ImportKind.PERSONS: 1_000, ImportKind.COMPANIES: 1_000, ImportKind.TRANSACTIONS: 2_000}


def store_step(ctx: Context, job: StoreImport, state: State, check_rows: CheckRows) -> Outcome:
    """One step of storing. ``check_rows`` is the check of rows that the edge makes with the API's own schemas.

    A large file is stored by two jobs at a time, each its half; whose step stores the last row of all ends the import.
    Transactions that wait for a check are looked at first, in the same steps, and stored once they are approved.
    """
    batch = ctx.session.get_one(ImportBatch, job.import_id)
    if batch.status not in (ImportStatus.RUNNING, ImportStatus.CHECKING):
        return None
    looking = batch.waits and batch.status is ImportStatus.RUNNING
    if not state:
        return _begin(ctx, batch) if job.after == 0 else Continue({"after": job.after, "until": job.until})
    layout = Layout.of(batch, ctx.zone)
    rows = workbench.rows_after(ctx.session, batch.id, state["after"], state.get("until"), STEP[layout.kind])
    if not rows:
        return None
    read = [(number, cells, found) for number, cells, found, refused in rows if not refused]
    unread = flaws_of_reading(layout, read)
    lost = {flaw.row for flaw in unread}
    checked = check_rows(layout, [(number, cells) for number, cells, _ in read if number not in lost])
    stored = _look(ctx, batch, layout, checked) if looking else _store(ctx, batch, layout, checked)
    flaws = [*unread, *checked.flaws, *stored.flaws]
    again = batch.status is ImportStatus.CHECKING
    new = [flaw for flaw in flaws if not (again and flaw.left_out)]  # written down when the rows were looked at
    add_flaws(ctx, batch, new)
    last = rows[-1][0]
    if layout.kind is ImportKind.TRANSACTIONS and not looking:
        kept = {flaw.row for flaw in flaws} | {number for number, _, _, refused in rows if refused}
        workbench.clear_rows_between(ctx.session, batch.id, state["after"], last, sorted(kept))
    counts = {
        "done": len(rows),
        "created": stored.created,
        "updated": stored.updated,
        "unchanged": stored.unchanged,
        "rejected": len({flaw.row for flaw in flaws if flaw.whole_row}),
        "left_out": sum(flaw.left_out for flaw in new),
    }
    workbench.count_on(ctx.session, batch, **counts)
    if batch.done >= batch.total:
        ctx.session.refresh(batch)  # the other job's half counts as well
        _finish(ctx, batch)
        return None
    return Continue(state | {"after": last}, done=batch.done, total=batch.total)


def _store(ctx: Context, batch: ImportBatch, layout: Layout, checked: Checked) -> Stored:
    if layout.kind is ImportKind.TRANSACTIONS:
        stored = store_transactions(ctx, batch, layout, checked.good)
    else:
        stored = store_customers(ctx, batch, layout, checked.good)
    records.add_changes(ctx.session, batch.id, ctx.now, stored.changes)
    return stored


def _look(ctx: Context, batch: ImportBatch, layout: Layout, checked: Checked) -> Stored:
    seen = look_at_rows(ctx, batch, layout, checked.good)
    lost = {flaw.row for flaw in seen.flaws}
    good = (row for number, row in checked.good.items() if number not in lost and not row.void)
    lines = ((f"{row.occurred_on:%Y-%m}", row.kind, 1, row.quantity, row.amount) for row in good)
    workbench.add_figures(ctx.session, batch, totals_of(lines))
    return seen


def _begin(ctx: Context, batch: ImportBatch) -> Outcome:
    """Of several rows with one key the first counts; the others are refused before anything is stored. With that no
    two rows have to do with each other, and a second job may store half of them; not so where a number finds them that
    may be written in several ways."""
    if batch.status is ImportStatus.RUNNING:
        keys = [(place, heading) for place, heading, wanted in Layout.of(batch).columns if wanted == batch.key]
        for place, heading in keys:
            refused = workbench.refuse_twins(ctx.session, batch.id, heading=heading, place=place + 1)
            workbench.count_on(ctx.session, batch, rejected=refused)
    else:
        workbench.count_anew(ctx.session, batch)
    until = None
    if batch.total >= FOR_TWO and batch.key not in BY_NUMBER:
        until = workbench.middle_row(ctx.session, batch.id, batch.total)
        half = HALVES[batch.status]
        ctx.enqueue(StoreImport(import_id=batch.id, after=until), unique=f"import:{batch.id}:{half}")
    return Continue({"after": 0, "until": until}, done=0, total=batch.total)


def _finish(ctx: Context, batch: ImportBatch) -> None:
    """What somebody has to check waits: new customers, and transactions beyond the limit; all else has taken
    effect."""
    changes = batch.created + (batch.updated if batch.waits else 0)
    if batch.status is ImportStatus.RUNNING and changes and (batch.waits or batch.kind is not ImportKind.TRANSACTIONS):
        batch.status = ImportStatus.WAITING_CHECK
        notify(
            ctx,
            NoticeKind.IMPORT_TO_CHECK,
            "import",
            batch.id,
            permission=Permission.IMPORT_VERIFY,
            owner_id=batch.author_id,
            once="stored",
        )
        _hold_against_the_books(ctx, batch)
    else:
        batch.status, batch.finished_at = ImportStatus.DONE, ctx.now
        workbench.clear_good_rows(ctx.session, batch.id)


def _hold_against_the_books(ctx: Context, batch: ImportBatch) -> None:
    if span := span_of(batch.figures.get("file", {})):
        books = totals_of(totals_between(ctx.session, *span))
        workbench.set_figures(ctx.session, batch, batch.figures | {"books": books})
