"""Which desk a case lies on.

A case keeps the tier, the desk and the deadline it was filed with, with one exception: when its customer rises, a
complaint that is not yet resolved moves to the desk of the new tier, and its deadline comes nearer if the new tier's
time, counted from the rise, ends sooner (domain.deadlines). A fall moves nothing, taken or not: who complained as a
VIP is answered as a VIP. Feedback never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contracts.feedback import CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from contracts.reporting import TIER_RANK, Tier

WORKS_AT = {Desk.SERVICE: Permission.CASE_HANDLE, Desk.LEAD: Permission.CASE_LEAD}
"""The permission that makes somebody work at a desk."""

ROLES_AT = {Desk.SERVICE: frozenset({"service", "service_lead"}), Desk.LEAD: frozenset({"service_lead"})}
"""The roles whose holders work at a desk: what we hear of people is their roles, not what these permit."""

UNDONE = frozenset({CaseStatus.OPEN, CaseStatus.TAKEN})
"""What still waits for an answer; only this can be overdue, and only complaints of this move."""


def works_at(desk: Desk, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles works at a desk, and so can be given its cases."""
    return not ROLES_AT[desk].isdisjoint(roles)


def desk_for(kind: CaseKind, tier: Tier) -> Desk:
    """Complaints of potential and VIP customers go to the leadership of customer service, all else to customer
    service."""
    return Desk.LEAD if kind is CaseKind.COMPLAINT and tier is not Tier.ORDINARY else Desk.SERVICE


def is_rise(before: Tier, after: Tier) -> bool:
    """Whether a tier is above another."""
    return TIER_RANK[after] > TIER_RANK[before]


def is_overdue(status: CaseStatus, due: datetime, now: datetime, waiting_since: datetime | None = None) -> bool:
    """Whether an answer is late. While we wait for the customer time stands still."""
    return status in UNDONE and due < (waiting_since or now)
