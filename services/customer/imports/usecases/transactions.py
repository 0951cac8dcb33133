"""Transactions of a file: they take effect at once, by the same use case as those of the API."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.context import Context
from contracts.customer import OnKnown
from services.customer.imports.domain.problems import Flaw
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases.rows import Layout, Stored
from services.customer.usecases.transactions import RecordTransactions, TransactionRow, record_transactions


def store_transactions(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, TransactionRow]) -> Stored:
    """Store checked rows: number -> transaction."""
    numbers, rows = list(good), list(good.values())
    command = RecordTransactions(
        source=batch.source,
        transactions=rows,
        import_id=batch.id,
        keep_good=True,
        leave_known=batch.on_known == OnKnown.SKIP,
    )
    recorded = record_transactions(ctx, command)
    stored = Stored(created=recorded.created, updated=recorded.corrected, unchanged=recorded.unchanged)
    for rejected in recorded.rejected:
        value = str(getattr(rows[rejected.index], rejected.field))
        stored.flaws.append(Flaw(numbers[rejected.index], layout.heading_of(rejected.field), rejected.code, value))
    return stored
