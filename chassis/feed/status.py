"""How the feed stands, for the state page, the metrics and the operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class SubscriptionStatus:
    """How far a subscriber of ours has come. ``status``: new, ok, rewind, retrying, parked, forked or broken."""

    consumer: str
    head: int
    acked: int
    lag_events: int
    lag_seconds: float
    status: str
    detail: str | None
    acked_at: datetime | None
    paused: bool


@dataclass(frozen=True)
class CursorStatus:
    """How far we have come in a producer's log. ``status``: ok, retrying, parked or forked."""

    producer: str
    cursor: int
    head_seen: int
    lag_events: int
    heard_at: datetime | None
    heard_age_seconds: float | None
    status: str
    detail: str | None
    parked: int
    failing: int
    skipped: int


@dataclass(frozen=True)
class FeedStatus:
    """The two sides of a service's feed. ``unsequenced`` is the number of events without a position yet."""

    log_id: UUID
    head: int
    unsequenced: int
    subscriptions: list[SubscriptionStatus]
    cursors: list[CursorStatus]

    @property
    def needs_people(self) -> list[str]:
        """What does not mend by itself, one sentence each."""
        found = [
            f"{subscription.consumer}: {subscription.status}: {subscription.detail}"
            for subscription in self.subscriptions
            if subscription.status in ("forked", "broken")
        ]
        found += [f"{cursor.producer}: forked: {cursor.detail}" for cursor in self.cursors if cursor.status == "forked"]
        found += [f"{cursor.producer}: {cursor.parked} events parked" for cursor in self.cursors if cursor.parked]
        return found


_LOG = text("SELECT log_id, head_seq, (SELECT count(*) FROM feed_event WHERE seq IS NULL) AS unsequenced FROM feed_log")
_SUBSCRIPTIONS = text(
    """
    SELECT s.consumer, l.head_seq AS head, s.acked_seq AS acked, greatest(l.head_seq - s.acked_seq, 0) AS lag_events,
      coalesce(extract(epoch FROM clock_timestamp() - e.created_at), 0)::float8 AS lag_seconds,
      s.status, s.status_detail AS detail, s.acked_at, s.paused
    FROM feed_log l CROSS JOIN feed_subscription s LEFT JOIN feed_event e ON e.seq = s.acked_seq + 1
    ORDER BY s.consumer
    """
)
_CURSORS = text(
    """
    SELECT c.producer, c.cursor, c.head_seen, greatest(c.head_seen - c.cursor, 0) AS lag_events, c.heard_at,
      extract(epoch FROM clock_timestamp() - c.heard_at)::float8 AS heard_age_seconds,
      c.status, c.status_detail AS detail,
      (SELECT count(*) FROM feed_parked p WHERE p.producer = c.producer) AS parked,
      (SELECT count(*) FROM feed_failure f WHERE f.producer = c.producer) AS failing,
      c.skipped
    FROM feed_cursor c ORDER BY c.producer
    """
)


def feed_status(session: Session) -> FeedStatus:
    """How the feed stands now."""
    log = session.execute(_LOG).one()
    return FeedStatus(
        log_id=log.log_id,
        head=log.head_seq,
        unsequenced=log.unsequenced,
        subscriptions=[SubscriptionStatus(**row._mapping) for row in session.execute(_SUBSCRIPTIONS)],
        cursors=[CursorStatus(**row._mapping) for row in session.execute(_CURSORS)],
    )
