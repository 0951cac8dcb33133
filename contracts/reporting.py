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


class AssignmentReason(StrEnum):
    """Why a tier changed: the figures rose, fell without grace, or were below for the whole grace period."""

    RISE = "rise"
    FALL = "fall"
    GRACE_OVER = "grace_over"


class Combine(StrEnum):
    """Whether amount and volume must both reach their threshold, or either is enough."""

    BOTH = "both"
    EITHER = "either"


class PolicyStatus(StrEnum):
    """draft -> active -> retired; exactly one policy is active."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class RunReason(StrEnum):
    """Why tiers were computed: by the clock, on demand, a policy came into force, or some customers' business
    changed."""

    SCHEDULE = "schedule"
    DEMAND = "demand"
    POLICY = "policy"
    NEWS = "news"


class ReportStatus(StrEnum):
    """draft -> submitted -> approved, or returned with a comment and submitted again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class ReportEventKind(StrEnum):
    """A step of a report: compiled, handed in, given back with a comment, compiled again, approved."""

    DRAWN_UP = "drawn_up"
    REDRAWN = "redrawn"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class ReportFrequency(StrEnum):
    """How often a report is drawn up by the clock: not at all, each Monday of the week before, on the first of the
    month before."""

    OFF = "off"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


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
