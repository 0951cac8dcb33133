"""How fast news travel: ``python -m benchmarks.feed [EVENTS]``.

A log of events is written while the subscriber is away, then caught up through the real relay, broker and worker.
The floor is what PostgreSQL takes for a bare COPY of the same rows.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from sqlalchemy import text

from chassis.auth import SYSTEM
from chassis.unit_of_work import unit_of_work
from tests.faults.processes import wait_for
from tests.faults.rig import Rig
from tests.faults.starting import start_rig
from tests.support.ledger import AccountCharged

AT_ONCE = 1000
KEYS = 5000


@dataclass
class Line:
    """One line of the table."""

    step: str
    rows: int
    seconds: float

    def show(self, floor: float) -> str:
        speed = self.rows / self.seconds
        return f"{self.step:<44} {self.rows:>9,} {self.seconds:>8.2f} {speed:>10,.0f} {self.seconds / floor:>7.1f}"


def write_events(rig: Rig, events: int) -> float:
    """Events of many accounts, in transactions of a thousand."""
    versions = dict.fromkeys(range(KEYS), 0)
    started = time.monotonic()
    for first in range(0, events, AT_ONCE):
        with unit_of_work(rig.ledger, actor=SYSTEM, origin="benchmark") as ctx:
            for number in range(first, min(first + AT_ONCE, events)):
                versions[number % KEYS] += 1
                ctx.emit(AccountCharged(account=f"a{number % KEYS}", version=versions[number % KEYS], amount=1))
    return time.monotonic() - started


def copy_barely(rig: Rig, events: int) -> float:
    """The rows that the subscriber writes in the end, without anything that makes them right."""
    with rig.mirror.begin() as connection:
        connection.execute(
            text("CREATE TABLE bare (key text, version int, at timestamptz, PRIMARY KEY (key, version))")
        )
        raw = connection.connection.driver_connection
        assert raw is not None
        started = time.monotonic()
        with raw.cursor().copy("COPY bare (key, version, at) FROM STDIN") as copy:
            for number in range(events):
                copy.write_row((f"a{number % KEYS}", number // KEYS + 1, "2026-01-01"))
    return time.monotonic() - started


def catch_up(rig: Rig) -> tuple[float, float]:
    """Seconds from the start of the worker, and from its first batch, until nothing is left."""
    before = rig.cursor()
    assert before is not None
    started = time.monotonic()
    rig["mirror-feed"].held = False
    wait_for(lambda: (rig.cursor() or before).cursor > before.cursor, 60, "the first batch is applied")
    first = time.monotonic()
    rig.check(seconds=600)
    return time.monotonic() - started, time.monotonic() - first


def latency(rig: Rig, a_second: int, seconds: float) -> tuple[int, float, float]:
    """Events, and the median and the 99th percentile of the milliseconds from the log to the subscriber."""
    with rig.ledger.connect() as connection:
        last = connection.scalar(text("SELECT max(id) FROM feed_event"))
    with rig.load(a_second):
        time.sleep(seconds)
    rig.check()
    with rig.ledger.connect() as connection:
        told = connection.execute(
            text("SELECT key, (data->>'version')::int AS version, created_at FROM feed_event WHERE id > :last"),
            {"last": last},
        ).all()
    with rig.mirror.connect() as connection:
        heard = {(row.key, row.version): row.at for row in connection.execute(text("SELECT * FROM applied"))}
    waits = sorted((heard[row.key, row.version] - row.created_at).total_seconds() * 1000 for row in told)
    return len(waits), waits[len(waits) // 2], waits[int(len(waits) * 0.99)]


def main(events: int) -> None:
    with start_rig() as rig:
        floor = copy_barely(rig, events)
        with rig.ledger.begin() as connection:  # the accounts, as the events will tell them
            connection.execute(
                text(
                    "INSERT INTO account SELECT 'a' || n, last, last FROM ("
                    "  SELECT n, (:events - n + :keys - 1) / :keys AS last FROM generate_series(0, :keys - 1) n"
                    ") made WHERE last > 0"
                ),
                {"events": events, "keys": KEYS},
            )
        rig["mirror-feed"].held = True
        rig["mirror-feed"].kill()
        written = write_events(rig, events)
        with_start, without_start = catch_up(rig)
        lines = [
            Line("bare COPY of the subscriber's rows", events, floor),
            Line("events written by transactions of 1,000", events, written),
            Line("caught up, from the worker's start", events, with_start),
            Line("caught up, from its first batch", events, without_start),
        ]
        live, median, worst = latency(rig, 200, 10)
    print(f"{'step':<44} {'rows':>9} {'seconds':>8} {'rows/s':>10} {'x floor':>7}")
    for line in lines:
        print(line.show(floor))
    print(f"live at 200 transactions/s: {live} events, p50 {median:.0f} ms, p99 {worst:.0f} ms from log to subscriber")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
