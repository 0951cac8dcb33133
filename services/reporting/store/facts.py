"""What is kept of what the other services say, and whose tier has to be computed again because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, literal, select, text
from sqlalchemy.orm import Session

from chassis.feed.projections import Projection, same
from contracts.customer import CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from services.reporting.store.models import CaseFact, CustomerFact, TransactionFact

CUSTOMERS = Projection(
    CustomerChanged,
    CustomerFact,
    {"id": "customer_id", **same("version", "code", "name", "kind", "owner_id", "region", "active")},
)
TRANSACTIONS = Projection(
    TransactionsRecorded,
    TransactionFact,
    {
        "id": "transaction_id",
        **same("version", "customer_id", "kind", "occurred_on", "quantity", "amount", "void"),
    },
    each="facts",
)
CASES = Projection(
    CaseChanged,
    CaseFact,
    {
        "id": "case_id",
        **same("version", "code", "kind", "status", "channel", "customer_id", "customer_code", "customer_name"),
        **same("region", "tier", "desk", "content", "result", "outcome"),
        **same("received_at", "due_at", "answered_at", "closed_at"),
        **same("cause", "satisfaction"),
    },
)

_MARK_DUE = text(
    """
    INSERT INTO tier_due AS d (customer_id, due)
    SELECT DISTINCT c.id, true FROM unnest(:ids) AS c(id)
    WHERE :with_business OR EXISTS (SELECT FROM transaction_fact f WHERE f.customer_id = c.id)
    ORDER BY c.id
    ON CONFLICT (customer_id) DO UPDATE SET due = true WHERE NOT d.due
    """
).bindparams(bindparam("ids", type_=ARRAY(Uuid)))
_TAKE_DUE = text(
    """
    WITH taken AS (
        SELECT customer_id FROM tier_due WHERE due ORDER BY customer_id LIMIT :most FOR UPDATE SKIP LOCKED
    )
    UPDATE tier_due d SET due = false FROM taken t WHERE d.customer_id = t.customer_id RETURNING d.customer_id
    """
)


def customers_of_transactions(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """The customers that some transactions are known to be of; transactions not heard of have none."""
    rows = select(TransactionFact.customer_id).where(TransactionFact.id == any_(literal(list(ids), ARRAY(Uuid))))
    return set(session.scalars(rows))


def mark_due(session: Session, customer_ids: Iterable[UUID], *, with_business: bool) -> None:
    """Note that the tiers of some customers have to be computed again. ``with_business``: all of them are known to have
    transactions; otherwise only those count of whom there are any."""
    session.execute(_MARK_DUE, {"ids": sorted(customer_ids), "with_business": with_business})


def take_due(session: Session, most: int) -> Sequence[UUID]:
    """Up to ``most`` customers whose tiers have to be computed again; they no longer are when this transaction ends."""
    return session.scalars(_TAKE_DUE, {"most": most}).all()
