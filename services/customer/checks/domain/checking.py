"""Which changes of a customer wait for somebody else's check.

Changes by others than the owner all do. Of the owner's own those do that the policy for this kind and tier names; it is
data, which people change.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from chassis.auth import Actor
from contracts.customer import CustomerKind, CustomerStatus
from contracts.permissions import Permission

TOLD = frozenset({CustomerStatus.ACTIVE, CustomerStatus.DISABLED})
"""The states of a customer that was checked; an entry is checked as a whole."""

OWNER, DISABLING = "owner_id", "status"
"""What a change of these fields is to people: another owner; taking the customer out of business."""

_BOTH = ("name", "external_code", "region", "address", "mobile", "phone", "email")
CHECKABLE: Mapping[CustomerKind, tuple[str, ...]] = {
    CustomerKind.PERSON: (
        *_BOTH,
        *("sex", "birth_date", "marital_status", "employer", "employer_phone", "hobbies", "background"),
        *(OWNER, DISABLING),
    ),
    CustomerKind.COMPANY: (
        *_BOTH,
        *("industry", "person_in_charge", "founded_on", "dealings_since", "dealings_notes"),
        *(OWNER, DISABLING),
    ),
}
"""What a policy can name, in the order of the paper form."""

DELIVERED: Mapping[CustomerKind, frozenset[str]] = {
    CustomerKind.PERSON: frozenset(
        {"name", "mobile", "phone", "email", "address", "employer", "birth_date", "sex", OWNER, DISABLING}
    ),
    CustomerKind.COMPANY: frozenset(
        {"name", "mobile", "phone", "email", "address", "person_in_charge", "founded_on", OWNER, DISABLING}
    ),
}
"""What waits for a check, of every tier, until somebody says otherwise."""

PROPOSING: tuple[str, ...] = (Permission.CUSTOMER_WRITE, Permission.CUSTOMER_SERVE)
"""Whoever may change customers of their own, and who serves those who call, may propose changes of customers of others
that they may read."""


def may_propose(actor: Actor) -> bool:
    """Whether somebody may ask for changes of customers of others."""
    return any(actor.may(permission) for permission in PROPOSING)


def needs_check(policy: Set[str], status: CustomerStatus, changed: Set[str]) -> set[str]:
    """Which of the fields that the owner changes wait for a check: those of the policy, of a checked customer."""
    return set(changed & policy) if status in TOLD else set()
