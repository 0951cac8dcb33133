"""What the two sides say to each other: batches of events one way, acknowledgements the other.

Both are plain JSON. They may be lost, repeated and reordered on the way.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

DELIVER = "feed.deliver"
ACK = "feed.ack"
HELLO = "feed.hello"
WAKE_UP = "chassis.kick"
TICK = "chassis.tick"


def feed_queue(service: str) -> str:
    """Where a service hears batches and acknowledgements."""
    return f"{service}.feed"


def jobs_queue(service: str) -> str:
    """Where a service hears that there may be jobs to do."""
    return f"{service}.jobs"


class Told(typing.NamedTuple):
    """One event on its way. ``data`` is still the text of its JSON, so that nobody reads it twice."""

    seq: int
    id: str
    type: str
    v: int
    key: str
    data: str
    trace_id: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Batch:
    """All events of a log in ``(after, to]`` that the consumer subscribes to; empty, it only announces the head.

    ``after_id`` and ``to_id`` are the ids of the events at these positions (None at 0): positions alone cannot tell a
    log that was restored from an old backup from the one that was read before.
    """

    producer: str
    log_id: str
    gen: int
    after: int
    after_id: str | None
    to: int
    to_id: str | None
    head: int
    events: list[Told]

    def plain(self) -> dict[str, typing.Any]:
        """As JSON values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def read(cls, plain: Mapping[str, typing.Any]) -> Batch:
        """From JSON values."""
        known = {field.name: plain[field.name] for field in fields(cls)}
        known["events"] = [Told(*event) for event in plain["events"]]
        return cls(**known)


@dataclass(frozen=True, kw_only=True)
class Ack:
    """Where a consumer's cursor is. ``status``: ok, rewind (go back to ``cursor``), retrying, parked, forked."""

    consumer: str
    log_id: str
    cursor: int
    gen: int
    status: str
    detail: str | None = None

    def plain(self) -> dict[str, typing.Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def read(cls, plain: Mapping[str, typing.Any]) -> Ack:
        """From JSON values."""
        return cls(**{field.name: plain[field.name] for field in fields(cls)})
