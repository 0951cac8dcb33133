"""The consumer's rows: its cursor in a producer's log, events that failed, events that are parked."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from chassis.feed.messages import Batch, Told
from chassis.feed.position import Position
from chassis.feed.tables import feed_cursor, feed_failure, feed_parked

_LOCK = text(
    "SELECT log_id::text, cursor, cursor_event_id::text FROM feed_cursor WHERE producer = :producer FOR UPDATE"
)
_KEYS = text("SELECT key, count(*) AS parked FROM feed_parked WHERE producer = :producer GROUP BY key")
_HEARD = text(
    "UPDATE feed_cursor SET head_seen = greatest(head_seen, :head), heard_at = clock_timestamp(),"
    " status = coalesce(CAST(:status AS text), status),"
    " status_detail = CASE WHEN CAST(:status AS text) IS NULL THEN status_detail ELSE :detail END"
    " WHERE producer = :producer"
)
_MOVE = text(
    "UPDATE feed_cursor SET cursor = :seq, cursor_event_id = :event_id, head_seen = greatest(head_seen, :head),"
    " heard_at = clock_timestamp(), updated_at = clock_timestamp(), status = :status, status_detail = :detail,"
    " skipped = skipped + :skipped WHERE producer = :producer"
)
_SETTLED = text("DELETE FROM feed_failure WHERE producer = :producer AND seq <= :seq")
_PARK = text(
    "INSERT INTO feed_parked (producer, seq, key, event, error) VALUES (:producer, :seq, :key, :event, :error)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("event", type_=JSONB))


def lock_position(session: Session, batch: Batch) -> Position:
    """Lock our cursor for the batch's producer until the transaction ends; a new one starts at 0."""
    row = session.execute(_LOCK, {"producer": batch.producer}).one_or_none()
    if row is None:
        start = insert(feed_cursor).values(producer=batch.producer, log_id=batch.log_id)
        session.execute(start.on_conflict_do_nothing())
        row = session.execute(_LOCK, {"producer": batch.producer}).one()
    return Position(*row)


def note_heard(session: Session, batch: Batch, status: str | None, detail: str | None) -> None:
    """Note that the producer was heard of, without moving. Without a status our standing with it stays what it was."""
    values = {"producer": batch.producer, "head": batch.head, "status": status, "detail": detail}
    session.execute(_HEARD, values)


def move_cursor(
    session: Session, batch: Batch, position: Position, *, skipped: int, status: str, detail: str | None
) -> None:
    """Stand at ``position`` from now on."""
    values = {
        "producer": batch.producer,
        "seq": position.seq,
        "event_id": position.event_id,
        "head": batch.head,
        "skipped": skipped,
        "status": status,
        "detail": detail,
    }
    session.execute(_MOVE, values)
    session.execute(_SETTLED, {"producer": batch.producer, "seq": position.seq})


def dead_letter_keys(session: Session, producer: str) -> dict[str, int]:
    """The keys of the producer's dead letters, with how many there are of each."""
    return {row.key: row.parked for row in session.execute(_KEYS, {"producer": producer})}


def add_dead_letter(session: Session, producer: str, told: Told, why: str) -> None:
    """Put an event aside, in its place in the order of its key, until an operator decides."""
    event = told._asdict() | {"data": json.loads(told.data)}
    values = {"producer": producer, "seq": told.seq, "key": told.key, "event": event, "error": why}
    session.execute(_PARK, values)


def read_dead_letter(event: dict[str, Any]) -> Told:
    """A dead letter as it was on its way."""
    return Told(**(event | {"data": json.dumps(event["data"], ensure_ascii=False)}))


def count_failure(session: Session, producer: str, seq: int, error: str) -> int:
    """Note that an event failed once more; returns how often it has."""
    row = insert(feed_failure).values(producer=producer, seq=seq, error=error)
    counted = row.on_conflict_do_update(
        index_elements=["producer", "seq"],
        set_={"attempts": feed_failure.c.attempts + 1, "error": error, "at": func.clock_timestamp()},
    )
    attempts: int = session.execute(counted.returning(feed_failure.c.attempts)).scalar_one()
    return attempts


def lock_cursor(session: Session, producer: str) -> bool:
    """Lock our cursor for ``producer``, so that no batch is applied meanwhile; False when there is none."""
    return session.execute(_LOCK, {"producer": producer}).one_or_none() is not None


def forget_producer(session: Session, producer: str) -> None:
    """Start over with a producer: its log is read again from the first event."""
    for table in (feed_failure, feed_parked, feed_cursor):
        session.execute(delete(table).where(table.c.producer == producer))


def note_dead_letters_gone(session: Session, producer: str) -> None:
    """Show a producer whose last dead letter is gone as in order again."""
    none_left = ~select(feed_parked.c.seq).where(feed_parked.c.producer == producer).exists()
    session.execute(
        update(feed_cursor)
        .where(feed_cursor.c.producer == producer, feed_cursor.c.status == "parked", none_left)
        .values(status="ok", status_detail=None)
    )
