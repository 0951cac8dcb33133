"""Named statements on transactions, many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, func, select, text
from sqlalchemy.orm import Session

from chassis.codes import is_code
from chassis.db import Listing, ListQuery, Page
from contracts.customer import CustomerStatus
from services.customer.store.bulk import any_of
from services.customer.store.models import Customer, Transaction

COMPARED = ("customer_id", "kind", "occurred_on", "quantity", "amount", "product", "void")


class TransactionValues(NamedTuple):
    """One transaction to be written. ``id`` and ``code`` are used only when it is new."""

    id: UUID
    code: str
    external_id: str
    customer_id: UUID
    kind: str
    occurred_on: date
    quantity: int
    amount: Decimal
    product: str
    void: bool


_UPSERT = text(
    """
    INSERT INTO transaction AS t (id, code, external_id, customer_id, kind, occurred_on, quantity, amount, product,
                                  void, source, import_id, version, created_at, updated_at)
    SELECT (r ->> 0)::uuid, r ->> 1, r ->> 2, (r ->> 3)::uuid, r ->> 4, (r ->> 5)::date, (r ->> 6)::bigint,
           (r ->> 7)::numeric(18, 2), r ->> 8, (r ->> 9)::boolean, :source, :import_id, 1, :now, :now
    FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS r
    ON CONFLICT (source, external_id) DO UPDATE SET
        customer_id = excluded.customer_id, kind = excluded.kind, occurred_on = excluded.occurred_on,
        quantity = excluded.quantity, amount = excluded.amount, product = excluded.product, void = excluded.void,
        import_id = CASE WHEN t.void AND NOT excluded.void THEN excluded.import_id ELSE t.import_id END,
        version = t.version + 1, updated_at = excluded.updated_at
    WHERE (t.customer_id, t.kind, t.occurred_on, t.quantity, t.amount, t.product, t.void) IS DISTINCT FROM
          (excluded.customer_id, excluded.kind, excluded.occurred_on, excluded.quantity, excluded.amount,
           excluded.product, excluded.void)
    RETURNING t.external_id, t.version, CASE WHEN xmax = 0 THEN NULL ELSE t.id END
    """
).bindparams(bindparam("import_id", type_=Uuid))


TRANSACTIONS: Listing[Transaction] = Listing(
    {"occurred_on": (Transaction.customer_id, Transaction.occurred_on, Transaction.id)}, default="-occurred_on"
)
"""The orders of one customer's transactions, in the index that begins with the customer."""


def transaction_page(session: Session, customer_id: UUID, query: ListQuery) -> Page[Transaction]:
    """A customer's transactions, the latest first unless asked otherwise."""
    return TRANSACTIONS.page(session, select(Transaction).where(Transaction.customer_id == customer_id), query)


def ids_by_code(session: Session, codes: Iterable[str]) -> dict[str, UUID]:
    """Customers that count, by our code or the sender's: code -> id, in one query each. By the code of one that turned
    out to be another: that one."""
    wanted = list(set(codes))
    told = Customer.status.in_((CustomerStatus.ACTIVE, CustomerStatus.DISABLED))
    lives_on = func.coalesce(Customer.merged_into, Customer.id)
    by_code: dict[str, UUID] = {}
    for column, values in (
        (Customer.external_code, wanted),
        (Customer.code, [value for value in wanted if is_code(value)]),
    ):
        if values:
            found: Any = session.execute(select(column, lives_on).where(column == any_of(values), told))
            by_code.update(dict(found.all()))
    return by_code


def transactions_before(
    session: Session, source: str, external_ids: Sequence[str], *, lock: bool = True
) -> dict[str, Any]:
    """What one sender's transactions are now, by the sender's ids; locked until they are written, unless only looked
    at."""
    columns = (Transaction.id, Transaction.code, Transaction.external_id)
    compared = (getattr(Transaction, name) for name in COMPARED)
    mine = (Transaction.source == source, Transaction.external_id == any_of(external_ids))
    rows = select(*columns, *compared).where(*mine).order_by(Transaction.id)
    found = session.execute(rows.with_for_update() if lock else rows)
    return {row.external_id: row for row in found}


def transactions_held(session: Session, ids: Iterable[UUID]) -> Sequence[Transaction]:
    """Some transactions, held for update in the order of their ids."""
    rows = select(Transaction).where(Transaction.id.in_(set(ids))).order_by(Transaction.id).with_for_update()
    return session.scalars(rows).all()


def totals_between(session: Session, first: date, last: date) -> Sequence[Any]:
    """What is in the books from one day to another: month as text, kind, transactions, quantity, amount."""
    month = func.to_char(Transaction.occurred_on, "YYYY-MM")
    rows = select(
        month, Transaction.kind, func.count(), func.sum(Transaction.quantity), func.sum(Transaction.amount)
    ).where(Transaction.occurred_on.between(first, last), Transaction.void.is_(False))
    return session.execute(rows.group_by(month, Transaction.kind)).all()


class Written(NamedTuple):
    """A transaction that is new or different now. ``known_as``: the id it had before, None for a new one."""

    external_id: str
    version: int
    known_as: UUID | None


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, tuple) else str(value)


def upsert_transactions(
    session: Session, *, source: str, import_id: UUID | None, now: datetime, rows: Sequence[TransactionValues]
) -> list[Written]:
    """Write transactions by their sender's ids, all with one statement; returns those that are new or different.

    One that was void and is reported again belongs to the import that brought it again.
    """
    session.flush()
    values = {"rows": orjson.dumps(rows, default=_plain).decode(), "source": source, "now": now}
    return [Written(*row) for row in session.execute(_UPSERT, values | {"import_id": import_id}).all()]
