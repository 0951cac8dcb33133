"""Named queries of the channels and of what waits to be sent to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, false, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import Department
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.activity import ChannelError
from contracts.permissions import Permission
from services.activity.channels.domain.messages import MessageStatus
from services.activity.channels.domain.workflow import ChannelStatus
from services.activity.channels.store.models import ChannelMessage, NoticeChannel

WRITE = Permission.NOTICE_CONFIGURE


def departments_of(actor: Actor, department_id: Any) -> ColumnElement[bool]:
    """The WHERE of the departments whose channels somebody may set: all, or the own one and those below it."""
    match actor.scope(WRITE):
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT:
            own_path = select(Department.path).where(Department.id == actor.department_id).scalar_subquery()
            below: ColumnElement[bool] = department_id.in_(
                select(Department.id).where(Department.path.startswith(own_path))
            )
            return below
    return false()


def may_set(session: Session, actor: Actor, department_id: UUID) -> bool:
    """Whether somebody may set channels of a department that is in use."""
    rows = select(Department.id).where(
        Department.id == department_id, Department.active, departments_of(actor, Department.id)
    )
    return session.scalar(rows) is not None


def channel_page(session: Session, actor: Actor, page: PageQuery) -> Page[NoticeChannel]:
    """One page of the channels that somebody may set, the newest first."""
    rows = select(NoticeChannel).where(departments_of(actor, NoticeChannel.department_id))
    return fetch_page(session, rows, order=[NoticeChannel.id], descending=True, after=page.after, limit=page.limit)


def channel_of(session: Session, actor: Actor, id: UUID, *, lock: bool = False) -> NoticeChannel:
    """A channel that somebody may set. Raises NotFound."""
    rows = select(NoticeChannel).where(NoticeChannel.id == id, departments_of(actor, NoticeChannel.department_id))
    return one(session, rows, lock=lock)


def channel_held(session: Session, id: UUID) -> NoticeChannel:
    """A channel, locked while a message is sent to it. Raises NotFound."""
    return one(session, select(NoticeChannel).where(NoticeChannel.id == id), lock=True)


def department_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of some departments, in one query."""
    rows = select(Department.id, Department.name).where(Department.id.in_(set(ids)))
    return {row.id: row.name for row in session.execute(rows)}


def active_channels(session: Session, kinds: Collection[str]) -> list[tuple[NoticeChannel, str]]:
    """The channels that ask for any of some kinds of notices, each with the path of its department."""
    rows = (
        select(NoticeChannel, Department.path)
        .join(Department, Department.id == NoticeChannel.department_id)
        .where(NoticeChannel.status == ChannelStatus.ACTIVE, NoticeChannel.notice_kinds.has_any(_texts(kinds)))
    )
    return [(channel, path) for channel, path in session.execute(rows)]


def _texts(values: Collection[str]) -> Any:
    return cast(list(values), ARRAY(Text))


def add_messages(session: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Have lines wait for their groups, each notice once a group; the channels that have something new to send."""
    statement = insert(ChannelMessage).on_conflict_do_nothing().returning(ChannelMessage.channel_id)
    return set(session.scalars(statement, rows)) if rows else set()


def waiting_messages(session: Session, channel_id: UUID) -> list[ChannelMessage]:
    """What waits for a group, the oldest first."""
    rows = select(ChannelMessage).where(
        ChannelMessage.channel_id == channel_id, ChannelMessage.status == MessageStatus.WAITING
    )
    return list(session.scalars(rows.order_by(ChannelMessage.id).with_for_update()))


def note_outcome(session: Session, channel_id: UUID, at: datetime | None, error: ChannelError | None) -> None:
    """Note what became of the last message; no change of the channel's, and so without a version of its own."""
    values: dict[str, Any] = {"last_error": error} | ({"last_sent_at": at} if at else {})
    session.execute(
        update(NoticeChannel).where(NoticeChannel.id == channel_id).values(values),
        execution_options={"synchronize_session": False},
    )
