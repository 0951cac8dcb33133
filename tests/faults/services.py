"""The processes of the two services under fault: ``python -m tests.faults.services SERVICE relay|feed|jobs``.

What the handlers should do wrong is told by files in the folder ``FLAGS``: they are read when a handler is called.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from celery.signals import worker_ready
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chassis.context import Context
from chassis.feed import Consumers, relay
from chassis.jobs import Continue, Jobs, Outcome, job
from chassis.logs import configure_logging
from chassis.settings import ServiceSettings
from chassis.worker import Worker, create_worker
from chassis.worker.processes import run_relay, run_worker
from tests.support.ledger import CATALOG, AccountCharged, AccountNoted, Mirror


@job("mirror.count_up.v1")
class CountUp:
    """A job of many short steps, each of which writes a row that may be there only once."""

    who: str
    to: int


def count_up(ctx: Context, job: CountUp, state: dict[str, Any]) -> Outcome:
    n = state.get("n", 0) + 1
    ctx.session.execute(text("INSERT INTO counted VALUES (:who, :n)"), {"who": job.who, "n": n})
    return Continue({"n": n}, done=n, total=job.to) if n < job.to else None


class FaultyMirror(Mirror):
    """A mirror that fails as the flags say."""

    def __init__(self, flags: Path) -> None:
        super().__init__()
        self.flags = flags

    def follow_many(self, ctx: Context, events: Sequence[AccountCharged | AccountNoted]) -> None:
        self.digests_poison = not (self.flags / "chokes").exists()
        if (self.flags / "deadlocks").exists():
            raise OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected("told to"))
        super().follow_many(ctx, events)


def create(service: str, environ: dict[str, str]) -> Worker:
    flags = Path(environ["FLAGS"])
    jobs = Jobs(service)
    if service == "mirror":
        jobs.on(CountUp, count_up)
    return create_worker(
        ServiceSettings.from_env(environ | {"SERVICE_NAME": service}),
        catalog=CATALOG,
        consumers=FaultyMirror(flags).consumers() if service == "mirror" else Consumers(service),
        jobs=jobs,
    )


def turn_deaf_when_told(flags: Path, queue: str) -> None:
    """Stop listening without any error, as a worker does whose prefetch credit has leaked."""

    def watch(sender: Any, **_: Any) -> None:
        def look() -> None:
            while True:
                if (flags / "deaf").exists():
                    (flags / "deaf").unlink()
                    sender.call_soon(lambda: sender.cancel_task_queue(queue))
                    return
                threading.Event().wait(0.1)

        threading.Thread(target=look, daemon=True).start()

    worker_ready.connect(watch, weak=False)


def main(service: str, role: str) -> None:
    worker = create(service, dict(os.environ))
    if role == "relay":
        relay.BATCH_EVENTS = int(os.environ.get("BATCH_EVENTS", relay.BATCH_EVENTS))
        relay.WINDOW_EVENTS = int(os.environ.get("WINDOW_EVENTS", relay.WINDOW_EVENTS))
        configure_logging(service)
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        run_relay(worker, stop)
    elif role in ("feed", "jobs"):
        turn_deaf_when_told(Path(os.environ["FLAGS"]), f"{service}.{role}")
        run_worker(worker, role)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
