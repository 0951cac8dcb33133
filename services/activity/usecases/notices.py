"""Notices: hear of them, list, count and read one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Count, Page, new_id
from contracts.activity import Delivery, NoticeKind, NoticeRaised
from services.activity.channels.usecases import messages
from services.activity.domain import telling
from services.activity.store import notices as store
from services.activity.store.notices import Notice, NoticeFilter
from services.activity.store.queries import disabled_among, who_may
from services.activity.store.settings import chosen_by
from services.activity.usecases.mails import mail_at_once


@dataclass(frozen=True, kw_only=True)
class ReadNotices:
    """Mark notices as read: those of one kind, or all."""

    kind: NoticeKind | None = None


@dataclass(frozen=True)
class Done:
    """How many notices were marked."""

    count: int


def learn_notices(ctx: Context, events: Sequence[NoticeRaised]) -> None:
    """Tell whom it concerns, each once, as they want to be told: on the page, by mail at once or with the mail of the
    day; and the group of each department that asks for this kind. A notice that was heard before changes nothing."""
    told = _told(ctx, events)
    chosen = chosen_by(ctx.session, {staff_id for staff_id, _ in told}, {event.kind for _, event in told})
    rows = []
    for staff_id, event in told:
        delivery = telling.delivery_of(event.kind, chosen.get((staff_id, event.kind)))
        if delivery is not Delivery.OFF:
            rows.append(_row(staff_id, event, delivery))
    added = store.add_notices(ctx.session, rows)
    fresh = [notice for notice in added if telling.is_fresh(notice.at, ctx.now)]
    mail_at_once(ctx, [notice for notice in fresh if notice.delivery is Delivery.AT_ONCE])
    messages.pass_on(ctx, fresh)


def list_notices(ctx: Context, query: NoticeFilter) -> Page[Notice]:
    """One's own notices, the latest first, a page at a time; of one kind, or only what is unread."""
    return store.notice_page(ctx.session, ctx.actor.id, query)


def count_unread_notices(ctx: Context) -> Count:
    """How many of one's own notices are unread; counted to 99."""
    return store.unread_count(ctx.session, ctx.actor.id)


def read_notice(ctx: Context, id: UUID) -> Notice:
    """Mark one of one's own notices as read; it stays so."""
    notice = store.notice_of(ctx.session, ctx.actor.id, id)
    notice.read_at = notice.read_at or ctx.now
    return notice


def read_notices(ctx: Context, command: ReadNotices) -> Done:
    """Mark all of one's own notices as read, or all of one kind."""
    return Done(store.read_all(ctx.session, ctx.actor.id, command.kind, ctx.now))


def _told(ctx: Context, events: Sequence[NoticeRaised]) -> list[tuple[UUID, NoticeRaised]]:
    """Who is told of what. Who may do the same is asked once for all events."""

    @cache
    def permitted(permission: str, owner_id: UUID | None) -> list[UUID]:
        return who_may(ctx.session, permission, owner_id)

    said = {}
    for event in events:
        may = permitted(event.permission, event.owner_id) if event.permission else []
        said[event.notice_id] = (event, telling.recipients(event.to, may, event.but_not))
    disabled = disabled_among(ctx.session, {id for _, ids in said.values() for id in ids})
    return [(id, event) for event, ids in said.values() for id in sorted(ids - disabled)]


def _row(staff_id: UUID, event: NoticeRaised, delivery: Delivery) -> dict[str, Any]:
    return {
        "id": new_id(),
        "notice_id": event.notice_id,
        "staff_id": staff_id,
        "kind": event.kind,
        "at": event.at,
        "record_kind": event.record_kind,
        "record_id": event.record_id,
        "code": event.code,
        "due_at": event.due_at,
        "delivery": delivery,
    }
