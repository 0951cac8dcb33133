"""Storing an import: rows from the workbench are checked and become customers or transactions, some a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, text, update

from chassis.context import Context
from chassis.jobs import Again, Outcome
from chassis.jobs.registry import State
from services.customer.domain.headings import ImportKind
from services.customer.domain.importing import ImportStatus, RowProblem
from services.customer.store import import_queries
from services.customer.store.models import ImportBatch, ImportRow
from services.customer.usecases.import_customers import store_customers
from services.customer.usecases.import_flaws import add_flaws
from services.customer.usecases.import_rows import Checked, CheckRows, Layout, Stored
from services.customer.usecases.import_transactions import store_transactions
from services.customer.usecases.imports import StoreImport

FOR_TWO = 20_000
"""Rows from which on two jobs store them."""

STEP = {ImportKind.PERSONS: 1_000, ImportKind.COMPANIES: 1_000, ImportKind.TRANSACTIONS: 2_000}

_FIND_TWINS = text(
    """
    INSERT INTO import_error (id, import_id, "row", "column", code, value)
    SELECT gen_random_uuid(), :import_id, number, :heading, :code, left(key, 200)
    FROM (SELECT number, cells[:place] AS key, row_number() OVER (PARTITION BY cells[:place] ORDER BY number) AS nth
          FROM import_row WHERE import_id = :import_id AND cells[:place] <> '') AS keyed
    WHERE nth > 1
    """
)
_COUNT_REFUSED = text('SELECT count(DISTINCT "row") FROM import_error WHERE import_id = :import_id')


def store_step(ctx: Context, job: StoreImport, state: State, check_rows: CheckRows) -> Outcome:
    """One step of storing. ``check_rows`` is the check of rows that the edge makes with the API's own schemas.

    A large file is stored by two jobs at a time, each its half; whose step stores the last row of all ends the import.
    """
    batch = ctx.session.get_one(ImportBatch, job.import_id)
    if batch.status != ImportStatus.RUNNING:
        return None
    if not state:
        return _refuse_twins(ctx, batch) if job.after == 0 else Again({"after": job.after, "until": job.until})
    layout = Layout.of(batch)
    rows = import_queries.rows_after(ctx.session, batch.id, state["after"], state.get("until"), STEP[layout.kind])
    if not rows:
        return None
    checked = check_rows(layout, [(number, cells) for number, cells, refused in rows if not refused])
    stored = _store(ctx, batch, layout, checked)
    flaws = [*checked.flaws, *stored.flaws]
    add_flaws(ctx, batch, flaws)
    last = rows[-1][0]
    kept = {flaw.row for flaw in flaws} | {number for number, _, refused in rows if refused}
    _clear_rows(ctx, batch, state["after"], last, sorted(kept))
    counts = {
        "done": len(rows),
        "created": stored.created,
        "updated": stored.updated,
        "unchanged": stored.unchanged,
        "rejected": len({flaw.row for flaw in flaws if flaw.whole_row}),
    }
    count(ctx, batch, **counts)
    if batch.done >= batch.total:
        ctx.session.refresh(batch)  # the other job's half counts as well
        _finish(ctx, batch)
        return None
    return Again(state | {"after": last}, done=batch.done, total=batch.total)


def count(ctx: Context, batch: ImportBatch, **more: int) -> None:
    """Move the counters; no new version and no line of the trail, for nobody has changed anything by hand."""
    values: dict[str, Any] = {name: getattr(ImportBatch, name) + number for name, number in more.items() if number}
    if values:
        ctx.session.execute(update(ImportBatch).where(ImportBatch.id == batch.id).values(values))
        ctx.session.refresh(batch, list(values))


def _store(ctx: Context, batch: ImportBatch, layout: Layout, checked: Checked) -> Stored:
    if layout.kind is ImportKind.TRANSACTIONS:
        return store_transactions(ctx, batch, layout, checked.good)
    return store_customers(ctx, batch, layout, checked.good)


def _refuse_twins(ctx: Context, batch: ImportBatch) -> Outcome:
    """Of several rows with one key the first counts; the others are refused before anything is stored. With that no
    two rows have to do with each other, and a second job may store half of them."""
    layout = Layout.of(batch)
    [(place, heading)] = [(place, heading) for place, heading, wanted in layout.columns if wanted == batch.key]
    values = {"import_id": batch.id, "heading": heading, "place": place + 1, "code": RowProblem.TWICE_IN_FILE.value}
    ctx.session.execute(_FIND_TWINS, values)
    refused = ctx.session.scalar(_COUNT_REFUSED, {"import_id": batch.id}) or 0
    count(ctx, batch, rejected=refused)
    until = None
    if batch.total >= FOR_TWO:
        until = import_queries.middle_row(ctx.session, batch.id, batch.total)
        ctx.enqueue(StoreImport(import_id=batch.id, after=until), unique=f"import:{batch.id}:store-half")
    return Again({"after": 0, "until": until}, done=0, total=batch.total)


def _clear_rows(ctx: Context, batch: ImportBatch, after: int, last: int, kept: Sequence[int]) -> None:
    """Rows that have become records leave the workbench; those with a flaw stay, to be given out with it."""
    rows = delete(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.number > after, ImportRow.number <= last)
    ctx.session.execute(rows.where(ImportRow.number.not_in(kept)) if kept else rows)


def _finish(ctx: Context, batch: ImportBatch) -> None:
    """Customers wait for their check, if there are new ones; everything else has taken effect."""
    if ImportKind(batch.kind) is not ImportKind.TRANSACTIONS and batch.created:
        batch.status = ImportStatus.WAITING_CHECK.value
    else:
        batch.status, batch.finished_at = ImportStatus.DONE.value, ctx.now
