"""Who may own a customer, by the roles that a person has."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.reporting import Tier

VIP_OWNERS = frozenset({"customer_manager", "department_manager", "leadership"})
"""A VIP customer belongs to a customer manager or above."""

NO_OWNERS = frozenset({"administrator", "verifier", "erp"})
"""Whoever has no other role than these owns no customer."""


def may_own(roles: Iterable[str], tier: Tier = Tier.ORDINARY) -> bool:
    """Whether somebody with these roles may own a customer of this tier."""
    held = set(roles)
    if tier is Tier.VIP:
        return bool(VIP_OWNERS & held)
    return not held or not held <= NO_OWNERS
