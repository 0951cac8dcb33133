"""The tables of the channels."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import Tracked, Versioned, new_id
from contracts.activity import ChannelError, ChannelKind, NoticeKind
from services.activity.channels.domain.messages import MessageStatus
from services.activity.channels.domain.workflow import ChannelStatus
from services.activity.store.base import Base


class NoticeChannel(Tracked, Versioned, Base):
    """A group robot that tells a department's group what its people are told, of some kinds.

    ``url`` and ``secret`` open the group to whoever knows them: neither is answered or put on the trail. ``hint``: what
    is shown of the address. ``secret_set_at``: since when there is this secret; never when messages are not signed.
    """

    __tablename__ = "notice_channel"
    __table_args__ = (UniqueConstraint("department_id", "name"),)
    __untracked__: ClassVar[frozenset[str]] = frozenset({"url", "secret", "last_sent_at", "last_error"})

    name: Mapped[str]
    department_id: Mapped[UUID]
    kind: Mapped[ChannelKind]
    url: Mapped[str]
    hint: Mapped[str]
    secret: Mapped[str]
    secret_set_at: Mapped[datetime | None]
    notice_kinds: Mapped[list[str]]
    status: Mapped[ChannelStatus] = mapped_column(default=ChannelStatus.ACTIVE)
    last_sent_at: Mapped[datetime | None]
    last_error: Mapped[ChannelError | None]


class ChannelMessage(Base):
    """A line for a group: of a notice, once; without a kind it is a trial."""

    __tablename__ = "channel_message"
    __table_args__ = (
        UniqueConstraint("channel_id", "notice_id"),
        Index("ix_channel_message_waiting", "channel_id", "id", postgresql_where=text("status = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    channel_id: Mapped[UUID] = mapped_column(ForeignKey("notice_channel.id"))
    notice_id: Mapped[UUID]
    notice_kind: Mapped[NoticeKind | None]
    code: Mapped[str]
    status: Mapped[MessageStatus]
    at: Mapped[datetime]
