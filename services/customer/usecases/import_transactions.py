"""Transactions of a file: they take effect at once, by the same use case as those of the API."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.context import Context
from services.customer.domain.importing import Flaw, OnKnown
from services.customer.store import transaction_queries
from services.customer.store.models import ImportBatch
from services.customer.usecases.import_rows import Layout, Stored
from services.customer.usecases.transactions import RecordTransactions, TransactionRow, record_transactions


def store_transactions(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, TransactionRow]) -> Stored:
    """Store checked rows: number -> transaction."""
    rows = dict(good)
    stored = Stored()
    if batch.on_known == OnKnown.SKIP:
        known = transaction_queries.transactions_before(
            ctx.session, batch.source, [row.external_id for row in rows.values()]
        )
        kept = {number: row for number, row in rows.items() if _counts_anew(known.get(row.external_id))}
        stored.unchanged = len(rows) - len(kept)
        rows = kept
    numbers = list(rows)
    command = RecordTransactions(
        source=batch.source, transactions=list(rows.values()), import_id=batch.id, keep_good=True
    )
    recorded = record_transactions(ctx, command)
    stored.created, stored.updated = recorded.created, recorded.corrected
    stored.unchanged += recorded.unchanged
    for rejected in recorded.rejected:
        number = numbers[rejected.index]
        value = str(getattr(rows[number], rejected.field))
        stored.flaws.append(Flaw(number, layout.heading_of(rejected.field), rejected.code, value))
    return stored


def _counts_anew(known: object) -> bool:
    """Whether a row is more than something known: it is new, or was void (taken back) until now."""
    return known is None or bool(getattr(known, "void", False))
