"""The service's own log: where ``ctx.emit`` ends."""

from __future__ import annotations

import orjson
from sqlalchemy import text

from chassis.context import Context
from chassis.events import encode

_INSERT = text(
    """
    INSERT INTO feed_event (type, v, key, data, actor, trace_id)
    SELECT e.row ->> 0, (e.row ->> 1)::smallint, e.row ->> 2, e.row -> 3, :actor, :trace_id
    FROM jsonb_array_elements(CAST(:events AS jsonb)) WITH ORDINALITY AS e(row, n)
    ORDER BY e.n
    """
)
"""The events come as one JSON text: in an array of texts each quote would be escaped, dearer than all the rest."""


def record_events(ctx: Context) -> None:
    """Write the context's events to the log, in their order, in one statement of its transaction.

    They get their position when the transaction is committed, from the relay. The identity of the rows keeps the
    order of cause and effect: who saw another transaction's result writes after it.
    """
    events = [(event.event_name, version_of(event.event_name), event.key, encode(event)) for event in ctx.events]
    ctx.session.execute(
        _INSERT,
        {
            "events": orjson.dumps(events).decode(),
            "actor": str(ctx.actor.id) if ctx.actor.id else ctx.actor.name,
            "trace_id": ctx.request_id,
        },
    )


def version_of(name: str) -> int:
    """The major version in an event's name: 2 for ``house.painted.v1``, 1 when it names none."""
    _, _, version = name.rpartition(".v")
    return int(version) if version.isdecimal() else 1


def family_of(name: str) -> str:
    """An event's name without its major version: what the versions of one event have in common."""
    family, _, version = name.rpartition(".v")
    return family if version.isdecimal() else name
