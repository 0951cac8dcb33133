"""The relay's look at the jobs: a wake-up for the worker when one is due, and one every few seconds in any case."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from chassis.feed.messages import HELLO, WAKE_UP, feed_queue, jobs_queue
from chassis.logs import Lasting, get_logger

LOOK_EVERY = 0.2
WAKE_UP_EVERY = 5.0
BROKER_PAUSE = 1.0
WAKE_UPS_AT_MOST = 2
"""How many messages may wait in the queue of jobs before another wake-up is of no use."""

log = get_logger(__name__)

_DUE = """
    SELECT EXISTS (SELECT FROM job WHERE name = ANY (%(names)s) AND status = 'waiting' AND due_at <= now())
        OR EXISTS (SELECT FROM job WHERE name = ANY (%(names)s) AND status = 'running' AND lease_until < now())
"""


class Sweep:
    """Wakes the workers of ``service``. A wake-up that is lost is made up for by the next look."""

    def __init__(
        self,
        connection: psycopg.Connection[TupleRow],
        service: str,
        names: list[str],
        send: Callable[[str, str, dict[str, Any]], None],
        depth: Callable[[str], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connection = connection
        self.service = service
        self._names = names
        self._send = send
        self._depth = depth
        self._clock = clock
        self._look_at = self._wake_up_at = float("-inf")
        self._wake_up_failed = Lasting(log, "wake_up_failed", clock)

    def tick(self) -> None:
        """Look if it is time to; a broker that is away is asked again later."""
        now = self._clock()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_EVERY
        regular = now >= self._wake_up_at
        if not regular and not self._is_due():
            return
        try:
            self._wake(WAKE_UP, jobs_queue(self.service))
            if regular:
                # Whoever hears nothing for long is deaf: so there is always something to hear.
                self._wake(HELLO, feed_queue(self.service))
                self._wake_up_at = now + WAKE_UP_EVERY
        except psycopg.Error:
            raise
        except Exception as error:
            self._wake_up_failed.warn(error=str(error)[:200])
            self._look_at = now + BROKER_PAUSE

    def _is_due(self) -> bool:
        row = self.connection.execute(_DUE, {"names": self._names}).fetchone()
        return bool(row and row[0])

    def _wake(self, task: str, queue: str) -> None:
        if self._depth(queue) < WAKE_UPS_AT_MOST:
            self._send(task, queue, {})
