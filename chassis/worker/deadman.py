"""The dead man's switch: a worker that hears nothing for long is deaf, though it looks alive, and must be started
anew."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from celery.signals import task_postrun, task_prerun, task_received, worker_ready
from celery.worker import state as worker_state

EXIT_STATUS = 70


class DeadMan:
    """Ends the process with status 70 when no message has come for ``seconds``.

    There is always something to hear: relays announce, and kick, every five seconds. While a task runs in this very
    process, or (``patient``, the jobs worker) in all of its children, nothing can be heard, and silence means nothing.
    """

    def __init__(self, seconds: float, *, patient: bool = False) -> None:
        self.seconds = seconds
        self.patient = patient
        self._heard_at = time.monotonic()
        self._busy = False

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
            time.sleep(min(1.0, self.seconds / 4))
            if self._busy or (self.patient and worker_state.active_requests):
                self._heard_at = time.monotonic()
            if time.monotonic() - self._heard_at > self.seconds:
                os.write(2, b'{"event": "dead_man", "level": "critical", "detail": "heard nothing, exiting"}\n')
                os._exit(EXIT_STATUS)
