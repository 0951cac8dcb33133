"""Who is told of something, and how, when they have not said it themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from contracts.activity import Delivery, NoticeKind

FRESH = timedelta(days=1)
"""How old news may be to go by mail or to a group. What is told late, after a standstill or when the news are heard
again from the start, is on the page only."""

UNLESS_SAID: Mapping[NoticeKind, Delivery] = {
    NoticeKind.CASE_ESCALATED: Delivery.AT_ONCE,
    NoticeKind.BACKUP_FAILED: Delivery.AT_ONCE,
}
"""How everybody is told until they choose otherwise: on the page, and of what cannot wait by mail as well."""


def delivery_of(kind: NoticeKind, chosen: Delivery | None = None) -> Delivery:
    """How somebody is told of a kind; ``chosen``: what they have said themselves."""
    return chosen or UNLESS_SAID.get(kind, Delivery.PAGE)


def recipients(named: Iterable[UUID], permitted: Iterable[UUID], but_not: Collection[UUID]) -> set[UUID]:
    """Who is told: who is named and who may do what is to be done; never who has caused it."""
    return {*named, *permitted}.difference(but_not)


def is_fresh(at: datetime, now: datetime) -> bool:
    """Whether something is new enough to leave the house for."""
    return now - at <= FRESH
