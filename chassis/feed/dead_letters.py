"""What operators do: look at dead letters, retry or give up, pause a subscriber, repair a fork."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.orm import Session

from chassis.context import Deployment
from chassis.feed.consumers import Consumers
from chassis.feed.cursor import forget_producer, lock_cursor, note_dead_letters_gone, read_dead_letter
from chassis.feed.delivery import UnknownVersion, react
from chassis.feed.tables import feed_log, feed_parked, feed_skipped, feed_subscription


@dataclass(frozen=True)
class DeadLetter:
    """An event that could not be applied, or that waits behind one of the same key."""

    producer: str
    seq: int
    key: str
    event: dict[str, Any]
    error: str | None
    parked_at: datetime


def list_dead_letters(session: Session, producer: str | None = None, limit: int = 200) -> list[DeadLetter]:
    """The dead letters, in the order of their logs."""
    rows = select(*(feed_parked.c[name] for name in DeadLetter.__dataclass_fields__))
    if producer is not None:
        rows = rows.where(feed_parked.c.producer == producer)
    found = session.execute(rows.order_by(feed_parked.c.producer, feed_parked.c.seq).limit(limit))
    return [DeadLetter(**row._mapping) for row in found]


def retry_key(
    engine: Engine, consumers: Consumers, producer: str, key: str, *, deployment: Deployment = Deployment()
) -> int:
    """Apply the dead letters of a key again, in order, all or none; returns how many there were.

    Raises what the handler raises; the events then stay parked. New events of the key wait until it is over.
    Raises UnknownVersion.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.info["deployment"] = deployment
        lock_cursor(session, producer)
        mine = (feed_parked.c.producer == producer) & (feed_parked.c.key == key)
        rows = session.scalars(select(feed_parked.c.event).where(mine).order_by(feed_parked.c.seq)).all()
        for told in map(read_dead_letter, rows):
            reaction = consumers.reaction_to(told.type)
            if reaction is None:
                raise UnknownVersion(f"{consumers.service} does not know {told.type}")
            react(session, reaction, [told])
        session.execute(delete(feed_parked).where(mine))
        note_dead_letters_gone(session, producer)
        return len(rows)


def skip_event(engine: Engine, producer: str, seq: int, *, reason: str, by: str) -> bool:
    """Give one dead letter up for good, on record; False when it is not parked. Retry its key for those behind it.
    Raises ValueError."""
    if not reason.strip():
        raise ValueError("giving an event up needs a reason")
    with Session(engine) as session, session.begin():
        lock_cursor(session, producer)
        gone = session.execute(
            delete(feed_parked)
            .where(feed_parked.c.producer == producer, feed_parked.c.seq == seq)
            .returning(feed_parked.c.key, feed_parked.c.event, feed_parked.c.error)
        ).one_or_none()
        if gone is None:
            return False
        session.execute(
            insert(feed_skipped).values(
                producer=producer,
                seq=seq,
                key=gone.key,
                event=gone.event,
                error=gone.error,
                reason=reason,
                skipped_by=by,
            )
        )
        note_dead_letters_gone(session, producer)
        return True


def pause_subscription(engine: Engine, consumer: str) -> bool:
    """Send nothing to a subscriber until it is resumed; False when there is none of this name."""
    return _set_paused(engine, consumer, paused=True)


def resume_subscription(engine: Engine, consumer: str) -> bool:
    """Send to a paused subscriber again, from where it is; False when there is none of this name."""
    return _set_paused(engine, consumer, paused=False)


def _set_paused(engine: Engine, consumer: str, *, paused: bool) -> bool:
    with engine.begin() as connection:
        changed = connection.execute(
            update(feed_subscription)
            .where(feed_subscription.c.consumer == consumer)
            .values(paused=paused)
            .returning(feed_subscription.c.consumer)
        )
        return changed.first() is not None


def begin_new_log(engine: Engine) -> None:
    """Repair a fork on the producer's side, after it was restored from an old backup: its log gets a new identity.

    Nothing that was on its way from before can be taken for news then. Every subscriber has to start over.
    """
    with engine.begin() as connection:
        connection.execute(update(feed_log).values(log_id=func.gen_random_uuid()))
        connection.execute(
            update(feed_subscription).values(
                status="forked",
                status_detail="the log has a new identity; the subscriber has to start over",
                acked_seq=0,
            )
        )


def start_over(engine: Engine, producer: str, clean_up: Callable[[Session], None] | None = None) -> None:
    """Repair a fork on the consumer's side: read the producer's log again from its first event.

    Its dead letters are forgotten, for they come again. ``clean_up`` may undo, in the same transaction, what was
    applied before; projections that go by the version of a record need none unless the record lost versions.
    """
    with Session(engine) as session, session.begin():
        lock_cursor(session, producer)
        forget_producer(session, producer)
        if clean_up:
            clean_up(session)
