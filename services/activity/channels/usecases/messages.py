"""What waits for a department's group, and sending it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from chassis.context import Context
from chassis.db import new_id
from chassis.jobs import RetryLater, job
from chassis.jobs.coalesce import enqueue_unless_waiting
from chassis.jobs.registry import State
from chassis.logs import get_logger
from contracts.activity import ChannelError, ChannelKind, NoticeKind
from services.activity.channels.domain.messages import AT_ONCE, MessageStatus, NotDelivered, Post, post_of, text_of
from services.activity.channels.domain.workflow import ChannelStatus
from services.activity.channels.store import queries
from services.activity.channels.store.models import ChannelMessage
from services.activity.emails.words import KINDS
from services.activity.store.queries import paths_of

log = get_logger(__name__)

PAUSES = (10, 60, 300, 1800, 3600)
"""Seconds before the next try, by the number of tries that failed; after the last one it is given up."""

PAUSE_BETWEEN = timedelta(seconds=3)
"""Between two messages to one robot, which takes twenty a minute."""


Send = Callable[[ChannelKind, str, Post], None]
"""Sends a request to the robot of a vendor at its address. Raises NotDelivered."""


class Told(Protocol):
    """A notice that somebody was told of."""

    notice_id: UUID
    staff_id: UUID
    kind: NoticeKind
    code: str


@job("activity.send_to_channel.v1")
class SendToChannel:
    """Send what waits for a channel."""

    channel_id: UUID


def pass_on(ctx: Context, notices: Sequence[Told]) -> None:
    """Have each department's group told what its people are told, and those of the departments below: of the kinds that
    the group asks for, each notice once."""
    if not notices:
        return
    channels = queries.active_channels(ctx.session, {notice.kind.value for notice in notices})
    paths = paths_of(ctx.session, {notice.staff_id for notice in notices}) if channels else {}
    lines: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for channel, path in channels:
        for notice in notices:
            if notice.kind.value in channel.notice_kinds and paths.get(notice.staff_id, "").startswith(path):
                new = line(ctx, channel.id, notice.notice_id, notice.kind, notice.code)
                lines.setdefault((channel.id, notice.notice_id), new)
    send_lines(ctx, list(lines.values()))


def line(ctx: Context, channel_id: UUID, notice_id: UUID, kind: NoticeKind | None, code: str) -> dict[str, Any]:
    """A line as it waits for a channel."""
    return {
        "id": new_id(),
        "channel_id": channel_id,
        "notice_id": notice_id,
        "notice_kind": kind,
        "code": code,
        "status": MessageStatus.WAITING,
        "at": ctx.now,
    }


def send_lines(ctx: Context, lines: Sequence[dict[str, Any]]) -> None:
    """Have lines sent after this transaction; those of one channel together."""
    for channel_id in sorted(queries.add_messages(ctx.session, lines)):
        enqueue_unless_waiting(ctx, SendToChannel(channel_id=channel_id))


def send_to_channel(ctx: Context, job: SendToChannel, state: State, send: Send) -> RetryLater | None:
    """Send one message with what waits for a channel; RetryLater when there is more, or when it has to be tried again.
    A worker that is lost between the robot's answer and its commit sends once more: a robot knows no key by which it
    could tell."""
    channel = queries.channel_held(ctx.session, job.channel_id)
    waiting = queries.waiting_messages(ctx.session, channel.id)
    if channel.status is not ChannelStatus.ACTIVE:
        _mark(waiting, MessageStatus.FAILED)
        return None
    if not waiting:
        return None
    now, rest = waiting[:AT_ONCE], waiting[AT_ONCE:]
    text = text_of([_words(each) for each in now], len(rest), f"{ctx.deployment.public_url}/notices")
    try:
        send(channel.kind, channel.url, post_of(channel.kind, text, channel.secret, ctx.now))
    except NotDelivered as failure:
        return _not_delivered(ctx, waiting, failure, int(state.get("tries", 0)))
    _mark(now, MessageStatus.SENT)
    queries.note_outcome(ctx.session, channel.id, ctx.now, None)
    return RetryLater(ctx.now + PAUSE_BETWEEN, "there is more to say", {}) if rest else None


def _not_delivered(
    ctx: Context, waiting: Sequence[ChannelMessage], failure: NotDelivered, tries: int
) -> RetryLater | None:
    channel_id = waiting[0].channel_id
    over = tries == len(PAUSES) or failure.error is ChannelError.NOT_ALLOWED
    log.warning("channel_refused", channel=str(channel_id), error=failure.error.value, tries=tries, given_up=over)
    queries.note_outcome(ctx.session, channel_id, None, failure.error)
    if over:
        _mark(waiting, MessageStatus.FAILED)
        return None
    return RetryLater(ctx.now + timedelta(seconds=PAUSES[tries]), str(failure), {"tries": tries + 1})


def _mark(messages: Sequence[ChannelMessage], status: MessageStatus) -> None:
    for message in messages:
        message.status = status


def _words(message: ChannelMessage) -> str:
    """A line of a message: the kind and the code, nothing of a customer."""
    if message.notice_kind is None:
        return "测试消息 / A message to try it out"
    said = KINDS[message.notice_kind]
    return " ".join(filter(None, (f"{said.zh} / {said.en}", message.code)))
