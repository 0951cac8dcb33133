"""Transactions: business as the sender reports it, each by the sender's own id, corrected by the same id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import new_id
from chassis.db.trail import record_change
from contracts.customer import TransactionFact, TransactionKind, TransactionsRecorded
from services.customer.store import queries
from services.customer.store.models import Transaction

MOST = 1_000
COMPARED = ("customer_id", "kind", "occurred_on", "quantity", "amount", "product", "void")


@dataclass(frozen=True, kw_only=True)
class TransactionRow:
    """One transaction as its sender reports it. ``amount`` in yuan; ``customer_code`` is ours or the sender's."""

    external_id: str
    customer_code: str
    occurred_on: date
    quantity: int
    amount: Decimal
    kind: TransactionKind = TransactionKind.SALE
    product: str = ""
    void: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordTransactions:
    """Up to MOST transactions of one sender (``source``: the ERP, a file)."""

    source: str
    transactions: Sequence[TransactionRow]
    import_id: UUID | None = None
    keep_good: bool = False


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A row that was not taken: which, what of it, why."""

    index: int
    external_id: str
    field: str
    code: str


@dataclass(kw_only=True)
class Recorded:
    """What became of a batch."""

    accepted: int = 0
    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def record_transactions(ctx: Context, command: RecordTransactions) -> Recorded:
    """Store new transactions and corrections of known ones; what is already as reported changes nothing.

    With a rejected row nothing is stored, unless ``keep_good``: then the good rows are.
    """
    known = queries.ids_by_code(ctx.session, (row.customer_code for row in command.transactions))
    result = Recorded()
    good: dict[str, TransactionRow] = {}
    for index, row in enumerate(command.transactions):
        problem = _problem(row, known, good)
        if problem:
            result.rejected.append(
                Rejected(index=index, external_id=row.external_id, field=problem[0], code=problem[1])
            )
        else:
            good[row.external_id] = row
    if not good or (result.rejected and not command.keep_good):
        return result
    facts = _store(ctx, command, good, known, result)
    if facts:
        ctx.emit(TransactionsRecorded(batch_id=new_id(), facts=facts))
    return result


def _problem(row: TransactionRow, known: dict[str, UUID], seen: dict[str, TransactionRow]) -> tuple[str, str] | None:
    if row.customer_code not in known:
        return "customer_code", "no_such_customer"
    if row.external_id in seen:
        return "external_id", "twice_in_batch"
    return None


def _store(
    ctx: Context,
    command: RecordTransactions,
    rows: dict[str, TransactionRow],
    known: dict[str, UUID],
    result: Recorded,
) -> list[TransactionFact]:
    before = {
        old.external_id: old
        for old in ctx.session.execute(
            select(
                Transaction.id,
                Transaction.code,
                Transaction.external_id,
                *(getattr(Transaction, name) for name in COMPARED),
            )
            .where(Transaction.source == command.source, Transaction.external_id.in_(rows))
            .with_for_update()
        )
    }
    fresh = len(rows) - len(before)
    codes = iter(next_codes(ctx.session, "T", ctx.now.year, fresh) if fresh else [])
    values = [
        {
            "id": old.id if (old := before.get(row.external_id)) else new_id(),
            "code": old.code if old else next(codes),
            "version": 1,
            "created_at": ctx.now,
            "updated_at": ctx.now,
            "source": command.source,
            "external_id": row.external_id,
            "customer_id": known[row.customer_code],
            "kind": row.kind.value,
            "occurred_on": row.occurred_on,
            "quantity": row.quantity,
            "amount": row.amount,
            "product": row.product,
            "void": row.void,
            "import_id": command.import_id,
        }
        for row in rows.values()
    ]
    statement = insert(Transaction)
    new = statement.excluded
    upsert: Any = statement.on_conflict_do_update(
        index_elements=["source", "external_id"],
        set_={name: new[name] for name in (*COMPARED, "updated_at")} | {"version": Transaction.version + 1},
        where=or_(*(getattr(Transaction, name).is_distinct_from(new[name]) for name in COMPARED)),
    ).returning(Transaction, literal_column("(xmax = 0)").label("created"))
    written = ctx.session.execute(upsert, values, execution_options={"populate_existing": True}).all()
    for transaction, created in written:
        if created:
            continue
        old = before.get(transaction.external_id)
        record_change(ctx, "transaction", transaction.id, "changed", _difference(old, transaction) if old else {})
    result.created = sum(1 for _, created in written if created)
    result.corrected = len(written) - result.created
    result.unchanged = len(rows) - len(written)
    result.accepted = len(rows)
    return [fact_of(transaction) for transaction, _ in written]


def fact_of(transaction: Transaction) -> TransactionFact:
    """A transaction as the others hear of it."""
    return TransactionFact(
        transaction_id=transaction.id,
        version=transaction.version,
        customer_id=transaction.customer_id,
        kind=TransactionKind(transaction.kind),
        occurred_on=transaction.occurred_on,
        quantity=transaction.quantity,
        amount=transaction.amount,
        void=transaction.void,
    )


def _difference(old: object, new: Transaction) -> dict[str, list[str]]:
    return {
        name: [str(getattr(old, name)), str(getattr(new, name))]
        for name in COMPARED
        if getattr(old, name) != getattr(new, name)
    }
