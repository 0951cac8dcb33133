"""Telling very many events at once: rows that a query makes become rows of the log, without passing through Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, bindparam, text

from chassis.context import Context
from chassis.events import Event
from chassis.feed.log import version_of

_INSERT = """
    INSERT INTO feed_event (type, v, key, data, actor, trace_id)
    SELECT :event_type, :event_v, source.key, source.data, :event_actor, :event_trace_id
    FROM ({}) AS source
"""


def record_events_from(ctx: Context, event: type[Event], query: str, parameters: Mapping[str, Any]) -> int:
    """Write one event of ``event`` for each row of ``query``, in its order; returns how many.

    ``query`` is our own SQL (never anything from outside) with the columns ``key`` (text) and ``data`` (jsonb: the
    event's fields as ``encode`` would write them). They come before whatever ``ctx.emit`` was given and has not yet
    been settled.
    """
    statement = text(_INSERT.format(query)).bindparams(
        bindparam("event_type", event.event_name),
        bindparam("event_v", version_of(event.event_name)),
        bindparam("event_actor", str(ctx.actor.id) if ctx.actor.id else ctx.actor.name),
        bindparam("event_trace_id", ctx.request_id),
    )
    result = ctx.session.execute(statement, dict(parameters))
    assert isinstance(result, CursorResult)
    return result.rowcount
