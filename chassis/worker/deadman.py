"""The dead man's switch: a worker that hears nothing for long is deaf, though it looks alive, and must be started
anew. Unless there is nothing to hear: while the broker is away a new start would hear as little."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any

from celery.signals import task_postrun, task_prerun, task_received, worker_ready
from celery.worker import state as worker_state
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from chassis.logs import get_logger

EXIT_STATUS = 70
PING_SECONDS = 2.0

log = get_logger(__name__)


def broker_answers(redis_url: str) -> bool:
    """Whether the broker answers a new connection: the worker's own ones may be what is broken."""
    once = Retry(NoBackoff(), 0)
    broker = Redis.from_url(redis_url, socket_timeout=PING_SECONDS, socket_connect_timeout=PING_SECONDS, retry=once)
    try:
        return bool(broker.ping())
    except (RedisError, OSError):
        return False
    finally:
        broker.close()


class DeadMan:
    """Ends the process with status 70 when no message has come for ``seconds``.

    There is always something to hear: relays announce, and wake up, every five seconds. While a task runs in this very
    process, or (``patient``, the jobs worker) in all of its children, nothing can be heard, and silence means nothing.
    No more does it while the broker does not answer (``broker_answers``, asked once a third of the time is over): when
    it answers again the worker has all of ``seconds`` to hear something.
    """

    def __init__(self, seconds: float, broker_answers: Callable[[], bool], *, patient: bool = False) -> None:
        self.seconds = seconds
        self._broker_answers = broker_answers
        self.patient = patient
        self._heard_at = time.monotonic()
        self._busy = False
        self._away = False

    def arm(self) -> None:
        """Start to watch as soon as the worker is ready."""
        task_received.connect(self._hear, weak=False)
        task_prerun.connect(self._begin, weak=False)
        task_postrun.connect(self._end, weak=False)
        worker_ready.connect(self._watch, weak=False)

    def _hear(self, **_: Any) -> None:
        self._heard_at = time.monotonic()

    def _begin(self, **_: Any) -> None:
        self._busy = True

    def _end(self, **_: Any) -> None:
        self._busy = False
        self._heard_at = time.monotonic()

    def _watch(self, **_: Any) -> None:
        self._heard_at = time.monotonic()
        threading.Thread(target=self._look, name="dead-man", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(min(1.0, self.seconds / 10))
            if self._busy or (self.patient and worker_state.active_requests):
                self._heard_at = time.monotonic()
            if time.monotonic() - self._heard_at > self.seconds / 3 or self._away:
                self._ask_broker()
            if time.monotonic() - self._heard_at > self.seconds:
                os.write(2, b'{"event": "dead_man", "level": "critical", "detail": "heard nothing, exiting"}\n')
                os._exit(EXIT_STATUS)

    def _ask_broker(self) -> None:
        """Count the silence from the last time the broker was away."""
        away = not self._broker_answers()
        if away:
            self._heard_at = time.monotonic()
        if away != self._away:
            log.warning("broker_away" if away else "broker_back")
        self._away = away
