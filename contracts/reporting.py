"""What the reporting service says to the others: the customers' tiers, and reports that were approved."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.events import Event, event


class Tier(StrEnum):
    """How important a customer's business is, by amount and volume together: 普通, 潜力型, VIP."""

    ORDINARY = "ordinary"
    POTENTIAL = "potential"
    VIP = "vip"


TIER_RANK = {Tier.ORDINARY: 0, Tier.POTENTIAL: 1, Tier.VIP: 2}


@event("reporting.tier_assigned.v1", subject="customer_id")
class TierAssigned(Event):
    """A customer's tier has changed, with the two figures it rests on. ``version`` counts the customer's assignments;
    a customer that was never told of is ordinary."""

    customer_id: UUID
    version: int
    tier: Tier
    previous: Tier
    amount: Decimal
    quantity: int
    policy_version: int
    assigned_at: datetime


@event("reporting.report_approved.v1", subject="report_id")
class ReportApproved(Event):
    """A report was approved by its reviewer and is on its way to the leadership."""

    report_id: UUID
    version: int
    code: str
    approved_by: UUID
    approved_at: datetime
