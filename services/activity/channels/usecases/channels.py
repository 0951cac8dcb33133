"""Channels: set, change, disable, enable and try the group robots of a department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery, expect_version, new_id
from chassis.errors import Invalid
from contracts.activity import ChannelKind, NoticeKind
from services.activity.channels.domain.addresses import Rules, hint_of, read_address
from services.activity.channels.domain.workflow import CHANNEL
from services.activity.channels.store import queries
from services.activity.channels.store.models import NoticeChannel
from services.activity.channels.usecases import messages


@dataclass(frozen=True, kw_only=True)
class AddChannel:
    """A new channel. ``secret``: what its messages are signed with, where the robot asks for it."""

    name: str
    department_id: UUID
    kind: ChannelKind
    url: str
    notice_kinds: Sequence[NoticeKind]
    secret: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeChannel:
    """New values of some fields."""

    values: dict[str, Any]


def list_channels(ctx: Context, query: PageQuery) -> Page[NoticeChannel]:
    """The channels of the departments that one looks after, the newest first, a page at a time."""
    return queries.channel_page(ctx.session, ctx.actor, query)


def read_channel(ctx: Context, id: UUID) -> NoticeChannel:
    """A channel of a department that one looks after."""
    return queries.channel_of(ctx.session, ctx.actor, id)


def add_channel(ctx: Context, command: AddChannel, rules: Rules) -> NoticeChannel:
    """Have the group of a department told. Raises Invalid for a department that one does not look after, and for an
    address that is not of the vendor's robots."""
    if not queries.may_set(ctx.session, ctx.actor, command.department_id):
        raise Invalid(department_id="unknown_choice")
    read_address(command.url, command.kind, rules)
    channel = NoticeChannel(
        name=command.name,
        department_id=command.department_id,
        kind=command.kind,
        url=command.url,
        hint=hint_of(command.url),
        secret=command.secret,
        secret_set_at=ctx.now if command.secret else None,
        notice_kinds=_kinds(command.notice_kinds),
    )
    ctx.session.add(channel)
    ctx.session.flush()
    return channel


def change_channel(ctx: Context, id: UUID, command: ChangeChannel, version: int | None, rules: Rules) -> NoticeChannel:
    """Change a channel's name, address, secret or kinds. An address or secret that is not sent stays."""
    channel = _held(ctx, id, "edit", version)
    values = dict(command.values)
    if "url" in values:
        read_address(values["url"], channel.kind, rules)
        values["hint"] = hint_of(values["url"])
    if "secret" in values:
        values["secret_set_at"] = ctx.now if values["secret"] else None
    if "notice_kinds" in values:
        values["notice_kinds"] = _kinds(values["notice_kinds"])
    for field, value in values.items():
        setattr(channel, field, value)
    ctx.session.flush()
    return channel


def disable_channel(ctx: Context, id: UUID, version: int | None) -> NoticeChannel:
    """Send nothing to a channel from now on."""
    return _held(ctx, id, "disable", version)


def enable_channel(ctx: Context, id: UUID, version: int | None) -> NoticeChannel:
    """Send to a channel again."""
    return _held(ctx, id, "enable", version)


def try_channel(ctx: Context, id: UUID, version: int | None) -> NoticeChannel:
    """Send a message to a channel that says nothing but that it arrives."""
    channel = _held(ctx, id, "try", version)
    messages.send_lines(ctx, [messages.line(ctx, channel.id, new_id(), None, "")])
    return channel


def _held(ctx: Context, id: UUID, action: str, version: int | None) -> NoticeChannel:
    channel = queries.channel_of(ctx.session, ctx.actor, id, lock=True)
    expect_version(channel, version)
    channel.status = CHANNEL.after(action, channel, ctx.actor)
    ctx.session.flush()
    return channel


def _kinds(kinds: Sequence[NoticeKind]) -> list[str]:
    return list(dict.fromkeys(kind.value for kind in kinds))
