"""Named statements on transactions, many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Boolean, Date, Numeric, Text, Uuid, any_, bindparam, literal, select, text
from sqlalchemy.orm import Session

from chassis.codes import is_code
from contracts.customer import CustomerStatus
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


_TYPES: dict[str, Any] = {
    "id": Uuid,
    "code": Text,
    "external_id": Text,
    "customer_id": Uuid,
    "kind": Text,
    "occurred_on": Date,
    "quantity": BigInteger,
    "amount": Numeric(18, 2),
    "product": Text,
    "void": Boolean,
}
_UPSERT = text(
    """
    INSERT INTO transaction AS t (id, code, external_id, customer_id, kind, occurred_on, quantity, amount, product,
                                  void, source, import_id, version, created_at, updated_at)
    SELECT r.*, :source, :import_id, 1, :now, :now
    FROM unnest(:id, :code, :external_id, :customer_id, :kind, :occurred_on, :quantity, :amount, :product, :void) AS r
    ON CONFLICT (source, external_id) DO UPDATE SET
        customer_id = excluded.customer_id, kind = excluded.kind, occurred_on = excluded.occurred_on,
        quantity = excluded.quantity, amount = excluded.amount, product = excluded.product, void = excluded.void,
        import_id = CASE WHEN t.void AND NOT excluded.void THEN excluded.import_id ELSE t.import_id END,
        version = t.version + 1, updated_at = excluded.updated_at
    WHERE (t.customer_id, t.kind, t.occurred_on, t.quantity, t.amount, t.product, t.void) IS DISTINCT FROM
          (excluded.customer_id, excluded.kind, excluded.occurred_on, excluded.quantity, excluded.amount,
           excluded.product, excluded.void)
    RETURNING t.id, t.version, t.external_id, t.customer_id, t.kind, t.occurred_on, t.quantity, t.amount, t.product,
              t.void, (xmax = 0) AS created
    """
).bindparams(
    *(bindparam(name, type_=ARRAY(type_)) for name, type_ in _TYPES.items()),
    bindparam("import_id", type_=Uuid),
    bindparam("now"),
)


def ids_by_code(session: Session, codes: Iterable[str]) -> dict[str, UUID]:
    """Customers that count, by our code or the sender's: code -> id, in one query each."""
    wanted = list(set(codes))
    told = Customer.status.in_((CustomerStatus.ACTIVE, CustomerStatus.DISABLED))
    by_code: dict[str, UUID] = {}
    for column, values in (
        (Customer.external_code, wanted),
        (Customer.code, [value for value in wanted if is_code(value)]),
    ):
        if values:
            found: Any = session.execute(select(column, Customer.id).where(column == any_(_texts(values)), told))
            by_code.update(dict(found.all()))
    return by_code


def transactions_before(session: Session, source: str, external_ids: Sequence[str]) -> dict[str, Any]:
    """What one sender's transactions are now, by the sender's ids; locked until they are written."""
    columns = (Transaction.code, Transaction.external_id, *(getattr(Transaction, name) for name in COMPARED))
    rows = select(*columns).where(Transaction.source == source, Transaction.external_id == any_(_texts(external_ids)))
    return {row.external_id: row for row in session.execute(rows.order_by(Transaction.id).with_for_update())}


def upsert_transactions(
    session: Session, *, source: str, import_id: UUID | None, now: datetime, rows: Sequence[TransactionValues]
) -> list[Any]:
    """Write transactions by their sender's ids, all with one statement; returns those that are new or different.

    One that was void and is reported again belongs to the import that brought it again.
    """
    columns = zip(TransactionValues._fields, zip(*rows, strict=True), strict=True)
    values: dict[str, Any] = {name: list(column) for name, column in columns}
    session.flush()
    return list(session.execute(_UPSERT, values | {"source": source, "import_id": import_id, "now": now}))


def _texts(values: Sequence[str]) -> Any:
    return literal(list(values), ARRAY(Text))
