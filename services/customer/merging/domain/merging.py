"""When two customers can become one, which values the one that lives on may take, and how long it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import Invalid
from contracts.customer import CustomerKind, CustomerStatus
from contracts.reporting import Tier
from services.customer.checks.domain.checking import CHECKABLE, DISABLING, OWNER
from services.customer.domain.errors import SeparatedTooLate

SEPARABLE_FOR = timedelta(days=30)
"""How long a merge can be taken apart again."""

ABSORBS = "absorbs"
"""Beside the fields that a change of a customer names: the id of the customer that it takes in."""
ABSORBS_NAME = "absorbs_name"
"""Beside it, for those who read the request: code and name of that customer."""

KEPT = frozenset({"external_code", OWNER, DISABLING})
"""What each of the two keeps: the sender goes on using both numbers, and both find the customer that lives on."""


def takeable(kind: CustomerKind) -> tuple[str, ...]:
    """The fields whose values the customer that lives on may take from the other, in the order of the form."""
    return tuple(field for field in CHECKABLE[kind] if field not in KEPT)


def expect_mergeable(survivor: Any, absorbed: Any, take: Iterable[str]) -> None:
    """Refuse a merge that makes no sense. ``take``: fields whose values go over. Raises Invalid."""
    if survivor.id == absorbed.id:
        raise Invalid(absorbed_id="same_customer")
    if survivor.kind is not absorbed.kind:
        raise Invalid(absorbed_id="other_kind")
    if absorbed.status is not CustomerStatus.ACTIVE:
        raise Invalid(absorbed_id="not_active")
    if set(take) - set(takeable(survivor.kind)):
        raise Invalid(take="unknown_field")


def waits(survivor: Any, absorbed: Any, *, own: bool, to_check: Iterable[str]) -> bool:
    """Whether somebody else has to approve a merge: one by who does not own both, one that changes what a check
    answers for (``to_check``), and each of a VIP."""
    return not own or bool(set(to_check)) or Tier.VIP in (survivor.tier, absorbed.tier)


def expect_separable(merged_at: datetime, now: datetime) -> None:
    """Refuse to take a merge apart that is too old. Raises SeparatedTooLate."""
    if now - merged_at > SEPARABLE_FOR:
        raise SeparatedTooLate(days=SEPARABLE_FOR.days)


def given_back(taken: Mapping[str, list[Any]], now: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Of the values that a merge brought: those that get their old value back, as nobody has changed them since, and
    the fields that stay as somebody has made them. ``taken``: field -> [before, after]; ``now``: the values now."""
    back = {field: before for field, (before, after) in taken.items() if now[field] == after}
    return back, sorted(set(taken) - set(back))
