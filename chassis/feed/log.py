"""The service's own log: where ``ctx.emit`` ends."""

from __future__ import annotations

import json

from sqlalchemy import ARRAY, SmallInteger, Text, bindparam, text

from chassis.context import Context
from chassis.events import encode

_INSERT = text(
    """
    INSERT INTO feed_event (type, v, key, data, actor, trace_id)
    SELECT e.type, e.v, e.key, e.data::jsonb, :actor, :trace_id
    FROM unnest(:types, :versions, :keys, :data) WITH ORDINALITY AS e(type, v, key, data, n)
    ORDER BY e.n
    """
).bindparams(
    bindparam("types", type_=ARRAY(Text)),
    bindparam("versions", type_=ARRAY(SmallInteger)),
    bindparam("keys", type_=ARRAY(Text)),
    bindparam("data", type_=ARRAY(Text)),
)


def record_events(ctx: Context) -> None:
    """Write the context's events to the log, in their order, in one statement of its transaction.

    They get their position when the transaction is committed, from the relay. The identity of the rows keeps the
    order of cause and effect: who saw another transaction's result writes after it.
    """
    ctx.session.execute(
        _INSERT,
        {
            "types": [event.event_name for event in ctx.events],
            "versions": [version_of(event.event_name) for event in ctx.events],
            "keys": [event.key for event in ctx.events],
            "data": [json.dumps(encode(event), ensure_ascii=False) for event in ctx.events],
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
