"""Who deals with tiers and reports, and what the other services tell of customers and cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth import Scope
from chassis.db import new_id
from chassis.testing.service import ServiceUnderTest
from contracts.customer import CustomerChanged, CustomerKind, TransactionFact, TransactionKind, TransactionsRecorded
from contracts.feedback import CaseChanged, CaseKind, CaseStatus, Channel, Desk
from contracts.permissions import Permission as P
from contracts.reporting import RunReason, Tier
from services.reporting.consumers import consumers
from services.reporting.usecases import tiers

MANAGER = {
    P.CUSTOMER_READ: Scope.ALL,
    P.TIER_READ: Scope.ALL,
    P.TIER_EDIT: Scope.ALL,
    P.REPORT_READ: Scope.ALL,
    P.REPORT_REVIEW: Scope.ALL,
    P.REPORT_CONFIGURE: Scope.ALL,
}
CLERK = {P.CUSTOMER_READ: Scope.OWN, P.REPORT_READ: Scope.ALL, P.REPORT_WRITE: Scope.ALL}


@dataclass
class Business:
    """Customers and what they bought, told as the customer service tells it."""

    service: ServiceUnderTest
    versions: dict[UUID, int] = field(default_factory=dict)

    def customer(self, name: str = "张三", **values: Any) -> UUID:
        """A customer is new, or has changed when ``id`` is that of one."""
        id = values.pop("id", None) or new_id()
        self.versions[id] = self.versions.get(id, 0) + 1
        event = CustomerChanged(
            **{
                "customer_id": id,
                "version": self.versions[id],
                "code": f"P{str(id)[-6:]}",
                "external_code": None,
                "kind": CustomerKind.PERSON,
                "name": name,
                "active": True,
                "owner_id": None,
                "region": "上海市",
                "industry": "",
                "email": "",
            }
            | values
        )
        self.service.hear(consumers, event)
        return id

    def bought(self, customer_id: UUID, amount: str, quantity: int, *, on: date, **values: Any) -> UUID:
        """A transaction is new or corrected."""
        fact = fact_of(customer_id, amount, quantity, on=on, **values)
        self.told(fact)
        return fact.transaction_id

    def told(self, *facts: TransactionFact) -> None:
        """A batch of transactions is told."""
        self.service.hear(consumers, TransactionsRecorded(batch_id=new_id(), facts=list(facts)))

    def recompute(self, now: datetime) -> int:
        """Everybody's tier is computed at ``now``; how many tiers changed."""
        with self.service.unit_of_work(now=now) as ctx:
            return tiers.recompute_tiers(ctx, RunReason.DEMAND).changed

    def recompute_due(self, now: datetime) -> None:
        """The tiers of whoever's business has changed are computed at ``now``."""
        with self.service.unit_of_work(now=now) as ctx:
            while tiers.recompute_due(ctx):
                pass


def fact_of(customer_id: UUID, amount: str, quantity: int, *, on: date, **values: Any) -> TransactionFact:
    """A transaction as it is told."""
    return TransactionFact(
        **{
            "transaction_id": new_id(),
            "version": 1,
            "customer_id": customer_id,
            "kind": TransactionKind.SALE,
            "occurred_on": on,
            "quantity": quantity,
            "amount": Decimal(amount),
            "void": False,
        }
        | values
    )


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)


@dataclass
class Cases:
    """Cases, told as the feedback service tells them."""

    service: ServiceUnderTest
    number: int = 0

    def case(self, received: str, *, hours: float | None = None, **values: Any) -> CaseChanged:
        """A case received at a moment (of Shanghai), answered after ``hours`` or not yet; due after a day."""
        self.number += 1
        at = datetime.fromisoformat(f"{received}+08:00").astimezone(UTC)
        answered = at + timedelta(hours=hours) if hours is not None else None
        event = CaseChanged(
            **{
                "case_id": new_id(),
                "version": 1,
                "code": f"X2026{self.number:06d}",
                "kind": CaseKind.COMPLAINT,
                "status": CaseStatus.RESOLVED if answered else CaseStatus.OPEN,
                "channel": Channel.PHONE,
                "customer_id": new_id(),
                "customer_code": "P2026000001",
                "customer_name": "张三",
                "region": "上海市",
                "tier": Tier.ORDINARY,
                "desk": Desk.SERVICE,
                "content": "没有送水",
                "result": None,
                "outcome": "",
                "received_at": at,
                "due_at": at + timedelta(hours=24),
                "answered_at": answered,
                "closed_at": None,
            }
            | values
        )
        self.service.hear(consumers, event)
        return event
