"""What we learn of customers, their business and their cases: the newest version of each, whatever the order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Table, Uuid, bindparam, column, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.context import Context
from chassis.jobs.coalesce import enqueue_unless_waiting
from contracts.customer import CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from services.reporting.store.models import Base, CaseFact, CustomerFact, TransactionFact
from services.reporting.usecases.tiers import RecomputeDue

ROWS_AT_ONCE = 5_000
REST = timedelta(milliseconds=300)
"""How long news of business may gather before the customers are judged again."""

_MARK_DUE = text(
    """
    INSERT INTO tier_due AS d (customer_id, due)
    SELECT DISTINCT c.id, true FROM unnest(:ids) AS c(id)
    WHERE :with_business OR EXISTS (SELECT FROM transaction_fact f WHERE f.customer_id = c.id)
    ORDER BY c.id
    ON CONFLICT (customer_id) DO UPDATE SET due = true WHERE NOT d.due
    """
).bindparams(bindparam("ids", type_=ARRAY(Uuid)))


def learn_customers(ctx: Context, events: Sequence[CustomerChanged]) -> None:
    """Keep the newest word on each customer; who is new or back in business is judged by what is known of it."""
    rows: list[dict[str, Any]] = [
        {
            "id": event.customer_id,
            "version": event.version,
            "code": event.code,
            "name": event.name,
            "kind": event.kind.value,
            "owner_id": event.owner_id,
            "region": event.region,
            "active": event.active,
        }
        for event in events
    ]
    keep_newest(ctx, CustomerFact, rows)
    _mark_due(ctx, [row["id"] for row in rows if row["active"]], with_business=False)


def learn_transactions(ctx: Context, events: Sequence[TransactionsRecorded]) -> None:
    """Keep the newest word on each transaction; whose business changed is judged again within a second."""
    rows: list[dict[str, Any]] = [
        {
            "id": fact.transaction_id,
            "version": fact.version,
            "customer_id": fact.customer_id,
            "kind": fact.kind.value,
            "occurred_on": fact.occurred_on,
            "quantity": fact.quantity,
            "amount": fact.amount,
            "void": fact.void,
        }
        for event in events
        for fact in event.facts
    ]
    before = select(TransactionFact.customer_id).where(TransactionFact.id == func.any(_array([r["id"] for r in rows])))
    touched = set(ctx.session.scalars(before))  # a correction may move a transaction to another customer
    keep_newest(ctx, TransactionFact, rows)
    _mark_due(ctx, touched | {row["customer_id"] for row in rows}, with_business=True)


def learn_cases(ctx: Context, events: Sequence[CaseChanged]) -> None:
    """Keep the newest word on each case."""
    rows: list[dict[str, Any]] = [
        {
            "id": event.case_id,
            "version": event.version,
            "code": event.code,
            "kind": event.kind.value,
            "status": event.status.value,
            "channel": event.channel.value,
            "customer_id": event.customer_id,
            "customer_code": event.customer_code,
            "customer_name": event.customer_name,
            "region": event.region,
            "tier": event.tier.value,
            "desk": event.desk.value,
            "content": event.content,
            "result": event.result.value if event.result else None,
            "outcome": event.outcome,
            "received_at": event.received_at,
            "due_at": event.due_at,
            "answered_at": event.answered_at,
            "closed_at": event.closed_at,
        }
        for event in events
    ]
    keep_newest(ctx, CaseFact, rows)


def keep_newest(ctx: Context, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Upsert by id and version, some thousand rows a statement; an older version changes nothing."""
    newest: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        known = newest.get(row["id"])
        if known is None or row["version"] > known["version"]:
            newest[row["id"]] = row
    ordered = [newest[id] for id in sorted(newest)]
    table: Table = model.__table__  # type: ignore[assignment]
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        _upsert(ctx, table, ordered[start : start + ROWS_AT_ONCE])


def _upsert(ctx: Context, table: Table, rows: list[dict[str, Any]]) -> None:
    names = [c.name for c in table.columns]
    arrays = [literal([row[c.name] for row in rows], ARRAY(c.type)) for c in table.columns]
    source = func.unnest(*arrays).table_valued(*(column(c.name, c.type) for c in table.columns)).render_derived()
    statement = insert(table).from_select(names, select(*source.c))
    ctx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in names if name != "id"},
            where=statement.excluded.version > table.c.version,
        )
    )


def _mark_due(ctx: Context, customer_ids: Iterable[UUID], *, with_business: bool) -> None:
    ids = sorted(set(customer_ids))
    if ids:
        ctx.session.execute(_MARK_DUE, {"ids": ids, "with_business": with_business})
        enqueue_unless_waiting(ctx, RecomputeDue(), due_at=ctx.now + REST)


def _array(ids: list[UUID]) -> Any:
    return literal(ids, ARRAY(Uuid))
