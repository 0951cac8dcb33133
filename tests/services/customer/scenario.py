"""Who deals with customers, and what the other services tell of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth import Scope
from contracts.permissions import Permission as P
from contracts.reporting import Tier, TierAssigned

STAFF = {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN, P.TRANSACTION_READ: Scope.OWN}
HEAD = {P.CUSTOMER_READ: Scope.DEPARTMENT, P.CUSTOMER_WRITE: Scope.OWN, P.TRANSACTION_READ: Scope.DEPARTMENT}
VERIFIER = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_VERIFY: Scope.ALL}
ERP = {P.TRANSACTION_WRITE: Scope.ALL}


def judged(customer: dict[str, Any], tier: Tier, version: int = 1) -> TierAssigned:
    return TierAssigned(
        customer_id=UUID(customer["id"]),
        version=version,
        tier=tier,
        previous=Tier.ORDINARY,
        amount=Decimal("100000.00"),
        quantity=500,
        policy_version=1,
        assigned_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
