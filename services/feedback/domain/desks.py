"""Which desk a case lies on, and by when it has to be answered.

A case keeps the tier, the desk and the deadline it was filed with, with one exception: when its customer rises, a
complaint that is not yet resolved moves to the desk of the new tier, and its deadline comes nearer if the new tier's
time, counted from the rise, ends sooner. A fall moves nothing, taken or not: who complained as a VIP is answered as a
VIP. Feedback never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from contracts.feedback import CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from contracts.reporting import TIER_RANK, Tier

WORKS_AT = {Desk.SERVICE: Permission.CASE_HANDLE, Desk.LEAD: Permission.CASE_LEAD}
"""The permission that makes somebody work at a desk."""

ROLES_AT = {Desk.SERVICE: frozenset({"service", "service_lead"}), Desk.LEAD: frozenset({"service_lead"})}
"""The roles whose holders work at a desk: what we hear of people is their roles, not what these permit."""

UNDONE = frozenset({CaseStatus.OPEN, CaseStatus.TAKEN})
"""What still waits for an answer; only this can be overdue, and only complaints of this move."""

COMPLAINT_TIME = {
    Tier.VIP: timedelta(hours=4),
    Tier.POTENTIAL: timedelta(hours=24),
    Tier.ORDINARY: timedelta(hours=72),
}
FEEDBACK_TIME = timedelta(hours=72)


def works_at(desk: Desk, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles works at a desk, and so can be given its cases."""
    return not ROLES_AT[desk].isdisjoint(roles)


def desk_for(kind: CaseKind, tier: Tier) -> Desk:
    """Complaints of potential and VIP customers go to the leadership of customer service, all else to customer
    service."""
    return Desk.LEAD if kind is CaseKind.COMPLAINT and tier is not Tier.ORDINARY else Desk.SERVICE


def time_for(kind: CaseKind, tier: Tier) -> timedelta:
    """How long an answer may take."""
    return COMPLAINT_TIME[tier] if kind is CaseKind.COMPLAINT else FEEDBACK_TIME


def due_at(kind: CaseKind, tier: Tier, since: datetime) -> datetime:
    """By when a case is to be answered that came in (or came back) at ``since``."""
    return since + time_for(kind, tier)


def due_after_rise(due: datetime, tier: Tier, since: datetime) -> datetime:
    """The deadline of a complaint whose customer rose to ``tier`` at ``since``: never later than it was."""
    return min(due, due_at(CaseKind.COMPLAINT, tier, since))


def is_rise(before: Tier, after: Tier) -> bool:
    """Whether a tier is above another."""
    return TIER_RANK[after] > TIER_RANK[before]


def is_overdue(status: CaseStatus, due: datetime, now: datetime) -> bool:
    """Whether an answer is late."""
    return status in UNDONE and due < now
