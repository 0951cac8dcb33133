"""The producer's side of an acknowledgement: how far a subscriber has come."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, select, text

from chassis.feed.messages import Ack
from chassis.feed.tables import feed_log
from chassis.logs import get_logger

log = get_logger(__name__)

_FORKED = text(
    "UPDATE feed_subscription SET status = 'forked', status_detail = :detail, acked_at = clock_timestamp()"
    " WHERE consumer = :consumer"
)
# A fork ends only when the subscriber has started over: then, and only then, does it say 0.
_TAKE = text(
    """
    UPDATE feed_subscription SET
      acked_seq = CASE WHEN :status = 'rewind' OR status = 'forked' THEN :cursor ELSE greatest(acked_seq, :cursor) END,
      rewind_gen = CASE WHEN :status = 'rewind' THEN :gen ELSE rewind_gen END,
      status = CASE WHEN status = 'broken' THEN status ELSE :status END,
      status_detail = CASE WHEN status = 'broken' THEN status_detail ELSE :detail END,
      acked_at = clock_timestamp()
    WHERE consumer = :consumer AND (status <> 'forked' OR :cursor = 0)
    """
)


def take_ack(engine: Engine, ack: Ack) -> None:
    """Note a subscriber's position. One beyond our head proves that we were restored from an old backup: a fork."""
    with engine.begin() as connection:
        log_id, head = connection.execute(select(feed_log.c.log_id, feed_log.c.head_seq)).one()
        if str(log_id) != ack.log_id:
            log.info("ack_of_another_log", consumer=ack.consumer)
            return
        if ack.cursor > head:
            ack = replace(ack, status="forked", detail=f"it has read up to {ack.cursor}, our log ends at {head}")
        if ack.status == "forked":
            log.error("subscription_forked", consumer=ack.consumer, detail=ack.detail)
        connection.execute(_FORKED if ack.status == "forked" else _TAKE, ack.plain())
