"""Who may own a customer, by the roles that a person has, and how a VIP customer gets an owner who may."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain.errors import NotAnOwner

VIP_OWNERS = frozenset({"customer_manager", "department_manager", "leadership"})
"""A VIP customer belongs to a customer manager or above."""

NO_OWNERS = frozenset({"administrator", "verifier", "auditor", "erp"})
"""Whoever has no other role than these owns no customer."""


def may_own(roles: Iterable[str], tier: Tier = Tier.ORDINARY) -> bool:
    """Whether somebody with these roles may own a customer of this tier."""
    held = set(roles)
    if tier is Tier.VIP:
        return bool(VIP_OWNERS & held)
    return not held or not held <= NO_OWNERS


_WITH_UNIT = re.compile(r"(.+?)\s*(?:[/·]\s*(.+)|[(（]\s*(.+?)\s*[)）])")


def name_and_unit(text: str) -> tuple[str, str]:
    """An owner as a file names one: ``张三``, ``张三/销售部``, ``张三 · 销售部`` or ``张三（销售部）``.

    The department is empty where none is named."""
    found = _WITH_UNIT.fullmatch(text)
    return (found[1], found[2] or found[3]) if found else (text, "")


def by_owner_of_vips(_: Any, actor: Actor) -> Refused | None:
    """Whoever takes a VIP customer over may own one."""
    return None if may_own(actor.roles, Tier.VIP) else NotAnOwner(tier=Tier.VIP.value)


OWNERSHIP_TRANSFER: Workflow[TransferStatus] = Workflow(
    {
        "take": Step(
            before={TransferStatus.WAITING},
            after=TransferStatus.DONE,
            permission=Permission.HAND_OVER_TAKE,
            by=by_owner_of_vips,
        ),
        "give": Step(
            before={TransferStatus.WAITING},
            after=TransferStatus.DONE,
            permission=Permission.CUSTOMER_GIVE,
        ),
    }
)
"""A VIP customer that waits for a new owner is taken by one who may own it, or given to one by the owner's manager."""
