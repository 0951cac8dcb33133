"""Named statements on transactions, many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, func, select, text
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor
from chassis.codes import is_code
from chassis.db import Listing, ListQuery, Page
from contracts.customer import CustomerStatus
from services.customer.store.access import seen_by
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
          AND (:over_reported OR t.import_id IS NOT NULL)
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


def ids_by_code(session: Session, codes: Iterable[str], seen_by_whom: Actor | None = None) -> dict[str, UUID]:
    """Customers that count, by our code or the sender's: code -> id, in one query each; with somebody named, those
    that this person sees. By the code of one that turned out to be another: that one."""
    wanted = list(set(codes))
    named = aliased(Customer, name="named")
    told = named.status.in_((CustomerStatus.ACTIVE, CustomerStatus.DISABLED))
    by_code: dict[str, UUID] = {}
    for column, values in (
        (named.external_code, wanted),
        (named.code, [value for value in wanted if is_code(value)]),
    ):
        if values:
            rows = (
                select(column, Customer.id)
                .join(Customer, Customer.id == func.coalesce(named.merged_into, named.id))
                .where(column == any_of(values), told)
            )
            found: Any = session.execute(rows if seen_by_whom is None else rows.where(seen_by(seen_by_whom)))
            by_code.update(dict(found.all()))
    return by_code


def seen_among(session: Session, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Of some customers those that somebody sees."""
    return set(session.scalars(select(Customer.id).where(Customer.id.in_(ids), seen_by(actor)))) if ids else set()


def is_reported(session: Session, source: str) -> bool:
    """Whether a program reports transactions of a source."""
    rows = select(Transaction.id).where(Transaction.source == source, Transaction.import_id.is_(None))
    return session.scalar(rows.limit(1)) is not None


def transactions_before(
    session: Session, source: str, external_ids: Sequence[str], *, lock: bool = True
) -> dict[str, Any]:
    """What one sender's transactions are now, by the sender's ids; locked until they are written, unless only looked
    at."""
    columns = (Transaction.id, Transaction.code, Transaction.external_id, Transaction.import_id)
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
    session: Session,
    *,
    source: str,
    import_id: UUID | None,
    now: datetime,
    rows: Sequence[TransactionValues],
    over_reported: bool,
) -> list[Written]:
    """Write transactions by their sender's ids, all with one statement; returns those that are new or different.
    ``over_reported``: also those that a program has reported are corrected.

    One that was void and is reported again belongs to the import that brought it again.
    """
    session.flush()
    values: dict[str, Any] = {"rows": orjson.dumps(rows, default=_plain).decode(), "source": source, "now": now}
    values |= {"import_id": import_id, "over_reported": over_reported}
    return [Written(*row) for row in session.execute(_UPSERT, values).all()]
