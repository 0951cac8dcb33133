"""What the customer service says to the others: who the customers are and what they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.events import Event, event


class CustomerKind(StrEnum):
    """A person or a company."""

    PERSON = "person"
    COMPANY = "company"


class CustomerStatus(StrEnum):
    """An entry is a draft until somebody other than its author has checked it. Only active and disabled customers
    were ever told to the other services."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACTIVE = "active"
    DISABLED = "disabled"


class TransactionKind(StrEnum):
    """What a transaction was. Returns carry a negative amount and volume."""

    SALE = "sale"
    SERVICE = "service"
    RETURN = "return"


@event("customer.customer_changed.v1", subject="customer_id")
class CustomerChanged(Event):
    """A customer became active, was changed or disabled. The highest version holds."""

    customer_id: UUID
    version: int
    code: str
    external_code: str | None
    kind: CustomerKind
    name: str
    active: bool
    owner_id: UUID | None
    region: str
    industry: str
    email: str


@dataclass(frozen=True, kw_only=True)
class TransactionFact:
    """One transaction as it now is. ``amount`` in yuan, two decimals; ``quantity`` in pieces. A void one counts not."""

    transaction_id: UUID
    version: int
    customer_id: UUID
    kind: TransactionKind
    occurred_on: date
    quantity: int
    amount: Decimal
    void: bool


@event("customer.transactions_recorded.v1", subject="batch_id")
class TransactionsRecorded(Event):
    """Up to 1,000 transactions of one import or API call are new or corrected; each by its id and version."""

    batch_id: UUID
    facts: list[TransactionFact]
