"""The producer's side: number committed events, push them to the subscribers within a window, send again what was lost.

One relay a service; whatever it remembers is only an optimisation, and two at once do no harm.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from chassis.feed.messages import DELIVER, Batch, Told
from chassis.feed.sequencer import sequence
from chassis.feed.window import RESEND_AFTER, Window
from chassis.logs import Lasting, get_logger

BATCH_EVENTS = 500
BATCH_BYTES = 256 * 1024
WINDOW_EVENTS = 4000
"""How many events may be on their way to one subscriber: what bounds the broker's memory."""

RESEND_AFTER_AT_MOST = 10.0
ANNOUNCE_EVERY = 5.0
SILENT_AFTER = 10.0
QUEUED_AT_MOST = 50
"""How many messages may wait in the queue of a subscriber that is silent."""

HOLD_BACK = 0.1
"""How long a small batch may wait for more while another is on its way: under load messages grow, not their number."""

BROKER_PAUSE = 0.5

log = get_logger(__name__)

Send = Callable[[str, str, dict[str, Any]], None]
Depth = Callable[[str], int]

_LOOK = """
    SELECT l.log_id::text, l.head_seq, EXISTS (SELECT FROM feed_event WHERE seq IS NULL),
      (SELECT coalesce(json_agg(s ORDER BY s.consumer), '[]') FROM feed_subscription s WHERE NOT s.paused)
    FROM feed_log l
"""
_READ = """
    SELECT seq, event_id::text, type, v, key, data::text, coalesce(trace_id, ''), created_at::text
    FROM feed_event WHERE seq >= %s AND seq <= %s ORDER BY seq
"""
_STATUS = "UPDATE feed_subscription SET status = %s, status_detail = %s WHERE consumer = %s"


class LogBroken(Exception):
    """Events that a subscriber still needs are missing from the log."""


class Relay:
    """Moves the log of ``service`` to its subscribers, one ``tick`` at a time.

    ``connection`` is in autocommit mode; ``send(task, queue, message)`` may raise anything, ``depth(queue)`` says how
    many messages wait there.
    """

    def __init__(
        self,
        connection: psycopg.Connection[TupleRow],
        service: str,
        send: Send,
        depth: Depth = lambda queue: 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connection = connection
        self.service = service
        self._send = send
        self._depth = depth
        self._clock = clock
        self._log_id: str | None = None
        self._windows: dict[str, Window] = {}
        self._broker_back_at = float("-inf")
        self._send_failed = Lasting(log, "send_failed", clock)

    def tick(self) -> bool:
        """Number what is new and send what may be sent; True when there was something to do."""
        log_id, head, pending, subscriptions = self.connection.execute(_LOOK).fetchone() or ("", 0, False, [])
        busy = False
        if pending:
            numbered, head = sequence(self.connection)
            busy = numbered > 0
        if log_id != self._log_id:
            self._log_id, self._windows = log_id, {}
        if self._clock() < self._broker_back_at:
            return busy
        for subscription in subscriptions:
            try:
                busy = self._serve(subscription, head) or busy
            except psycopg.Error:
                raise
            except LogBroken as error:
                self._note_broken(subscription, str(error))
            except Exception as error:
                # The broker is away or full. Nothing is lost: the log remembers. Do not hammer it.
                self._send_failed.warn(consumer=subscription["consumer"], error=str(error)[:200])
                self._broker_back_at = self._clock() + BROKER_PAUSE
                break
        return busy

    def _note_broken(self, subscription: dict[str, Any], why: str) -> None:
        """Show it, and look again later: only people can mend a log."""
        log.error("log_broken", consumer=subscription["consumer"], detail=why)
        self.connection.execute(_STATUS, ["broken", why, subscription["consumer"]])
        self._windows[subscription["consumer"]].rests_until = self._clock() + ANNOUNCE_EVERY

    def _serve(self, subscription: dict[str, Any], head: int) -> bool:
        now = self._clock()
        acked = subscription["acked_seq"]
        window = self._windows.setdefault(subscription["consumer"], Window(acked, acked, now, now))
        self._hear(window, subscription, now)
        if now < window.rests_until:
            return False
        if subscription["status"] == "forked":
            window.sent = window.acked
            self._announce(window, subscription, 0, head, now)  # a subscriber that starts over answers 0 to this
            return False
        self._repair(window, subscription, now)
        silent = window.resend_after > RESEND_AFTER
        if silent and self._has_enough(window, subscription, now):
            return False
        size = BATCH_EVENTS if silent else WINDOW_EVENTS  # probe with one batch as long as nobody answers
        busy = False
        while (
            window.sent < head
            and window.sent - window.acked < size
            and window.is_worth_sending(head, now, BATCH_EVENTS, HOLD_BACK)
        ):
            self._push(window, subscription, head, now)
            busy = True
        if window.sent == window.acked:
            self._announce(window, subscription, window.sent, head, now)
        return busy

    def _has_enough(self, window: Window, subscription: dict[str, Any], now: float) -> bool:
        """True for a subscriber that has not answered for long and has messages waiting for it."""
        return now - window.answered_at > SILENT_AFTER and self._depth(subscription["queue"]) >= QUEUED_AT_MOST

    def _hear(self, window: Window, subscription: dict[str, Any], now: float) -> None:
        """Take over what the subscriber acknowledged since the last tick."""
        if subscription["acked_at"] != window.acked_at:
            window.acked_at = subscription["acked_at"]
            window.waiting_since = window.answered_at = now
        acked = subscription["acked_seq"]
        if acked != window.acked:
            window.resend_after = RESEND_AFTER if acked > window.acked else window.resend_after
            window.acked, window.sent = acked, max(window.sent, acked)

    def _repair(self, window: Window, subscription: dict[str, Any], now: float) -> None:
        """Go back when the subscriber asks for it, once a generation, or when it has not answered in time."""
        if subscription["rewind_gen"] == window.gen:
            log.info("went_back", consumer=subscription["consumer"], to=window.acked)
            window.go_back(now)
        elif window.sent > window.acked and now - window.waiting_since > window.resend_after:
            log.info("sent_again", consumer=subscription["consumer"], after=window.acked)
            window.go_back(now)
            window.resend_after = min(RESEND_AFTER_AT_MOST, window.resend_after * 2)

    def _push(self, window: Window, subscription: dict[str, Any], head: int, now: float) -> None:
        batch = self._read_batch(window, subscription["types"], head)
        if subscription["status"] == "broken":
            self.connection.execute(_STATUS, ["ok", None, subscription["consumer"]])
        self._send(DELIVER, subscription["queue"], batch.plain())
        if window.sent == window.acked:
            window.waiting_since = now
        window.sent, window.announced_at, window.pushed_at = batch.to, now, now

    def _announce(self, window: Window, subscription: dict[str, Any], at: int, head: int, now: float) -> None:
        """Every few seconds: shows that both are alive, and lets a subscriber that was restored ask for more."""
        if now - window.announced_at < ANNOUNCE_EVERY or self._has_enough(window, subscription, now):
            return
        batch = self._batch(window, self._read(at, at), at, at, [], head)
        self._send(DELIVER, subscription["queue"], batch.plain())
        window.announced_at = now

    def _read_batch(self, window: Window, types: list[str] | None, head: int) -> Batch:
        after, to = window.sent, min(window.sent + BATCH_EVENTS, head)
        rows = self._read(after, to)
        size, events = 0, []
        window.cut = False
        for told in rows:
            if told.seq == after:
                continue
            size += len(told.data)
            if size > BATCH_BYTES and told.seq > after + 1:
                to, window.cut = told.seq - 1, True
                break
            if types is None or told.type in types:
                events.append(told)
        return self._batch(window, rows, after, to, events, head)

    def _read(self, first: int, last: int) -> list[Told]:
        """The events at these positions; position 0 is before the first."""
        rows = [Told(*row) for row in self.connection.execute(_READ, [first, last])]
        if len(rows) != last - max(first, 1) + 1:
            raise LogBroken(f"between {first} and {last} there are only {len(rows)} events")
        return rows

    def _batch(self, window: Window, rows: list[Told], after: int, to: int, events: list[Told], head: int) -> Batch:
        ids = {told.seq: told.id for told in rows if told.seq in (after, to)}
        return Batch(
            producer=self.service,
            log_id=self._log_id or "",
            gen=window.gen,
            after=after,
            after_id=ids.get(after),
            to=to,
            to_id=ids.get(to),
            head=head,
            events=events,
        )
