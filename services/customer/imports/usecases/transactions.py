"""Transactions of a file: looked at while they wait for a check, stored by the same use case as those of the API."""

from __future__ import annotations

from collections.abc import Mapping

from chassis.context import Context
from contracts.customer import OnKnown
from services.customer.imports.domain.problems import Flaw
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases.rows import Changed, Layout, Stored, sender_of
from services.customer.usecases.transactions import (
    Recorded,
    RecordTransactions,
    TransactionRow,
    look_at_transactions,
    record_transactions,
)

BROUGHT_ANEW = ["True", "False"]
"""A void transaction that a file brings anew is the file's from then on: taken back, it is void again by that."""


def store_transactions(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, TransactionRow]) -> Stored:
    """Store checked rows: number -> transaction."""
    return _stored(record_transactions(ctx, _command(batch, good)), layout, good)


def look_at_rows(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, TransactionRow]) -> Stored:
    """What would become of checked rows if they were stored now."""
    return _stored(look_at_transactions(ctx, _command(batch, good)), layout, good)


def _command(batch: ImportBatch, good: Mapping[int, TransactionRow]) -> RecordTransactions:
    return RecordTransactions(
        source=batch.source,
        transactions=list(good.values()),
        import_id=batch.id,
        keep_good=True,
        leave_known=batch.on_known == OnKnown.SKIP,
        sender=sender_of(batch),
    )


def _stored(recorded: Recorded, layout: Layout, good: Mapping[int, TransactionRow]) -> Stored:
    numbers, rows = list(good), list(good.values())
    stored = Stored(created=recorded.created, updated=recorded.corrected, unchanged=recorded.unchanged)
    for rejected in recorded.rejected:
        value = str(getattr(rows[rejected.index], rejected.field))
        stored.flaws.append(Flaw(numbers[rejected.index], layout.heading_of(rejected.field), rejected.code, value))
    by_id = {row.external_id: number for number, row in good.items()}
    for id, (record_id, difference) in recorded.changed.items():
        change = {field: values for field, values in difference.items() if field != "void" or values != BROUGHT_ANEW}
        if change:
            stored.changes.append(Changed(by_id[id], record_id, change))
    return stored
