"""Two services in processes of their own, each with a PostgreSQL of its own, a Valkey between, load and a checker."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.feed.status import CursorStatus, SubscriptionStatus, feed_status
from chassis.unit_of_work import unit_of_work
from ops.servers import PostgresServer, ValkeyServer, start_postgres, start_valkey
from tests.faults.processes import Process, wait_for
from tests.support.ledger import AccountCharged, AccountNoted, charge

KEYS = 60


@dataclass
class Load:
    """Writers of the producer's own API: they know nothing of brokers and consumers."""

    engine: Engine
    a_second: float
    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    roll_back: float = 0.02
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, writers: int = 2) -> None:
        for number in range(writers):
            thread = threading.Thread(target=self._write, args=(number, writers), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _write(self, number: int, writers: int) -> None:
        chance = random.Random(number)
        pause = writers / self.a_second
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                with unit_of_work(self.engine, actor=SYSTEM, origin="load") as ctx:
                    for _ in range(chance.choice((1, 1, 1, 3))):
                        kind = AccountNoted if chance.random() < 0.1 else AccountCharged
                        charge(ctx, f"k{chance.randrange(KEYS // writers) * writers + number}", kind=kind)
                    if chance.random() < self.roll_back:
                        ctx.session.rollback()
                        ctx.events.clear()
            except DBAPIError:
                self.failures += 1  # whether it was committed is what the database says, not we
                self._stop.wait(0.2)
            self.latencies.append(time.monotonic() - started)
            self._stop.wait(max(0.0, pause - (time.monotonic() - started)))

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(30)

    def p99(self) -> float:
        """Seconds."""
        return sorted(self.latencies)[int(len(self.latencies) * 0.99)]


@dataclass
class Rig:
    """The whole arrangement."""

    home: Path
    ports: dict[str, int]
    postgres: dict[str, PostgresServer]
    valkey: ValkeyServer
    ledger: Engine
    mirror: Engine
    processes: dict[str, Process]
    flags: Path

    restarts: list[tuple[str, int]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def supervise(self) -> None:
        """Start again what ends, unless it is held; as the launcher does."""
        while not self._over.wait(0.1):
            for name, process in self.processes.items():
                status = process.ended_with
                if status is not None and not process.held:
                    self.restarts.append((name, status))
                    process.start()

    def end(self) -> None:
        """Stop everything, all at once."""
        self._over.set()
        for process in self.processes.values():
            process.held = True
        stopping = [threading.Thread(target=process.stop) for process in self.processes.values()]
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join()
        for engine in (self.ledger, self.mirror):
            engine.dispose()
        for server in self.postgres.values():
            server.stop()
        self.valkey.stop()

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """A process is killed and stays away while the block runs."""
        process = self.processes[name]
        process.held = True
        process.kill()
        try:
            yield
        finally:
            process.held = False

    def __getitem__(self, name: str) -> Process:
        return self.processes[name]

    @property
    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.valkey.url, socket_timeout=2, socket_connect_timeout=2)

    @contextmanager
    def load(self, a_second: float = 200, writers: int = 2) -> Iterator[Load]:
        """Write while the block runs."""
        load = Load(self.ledger, a_second)
        load.start(writers)
        try:
            yield load
        finally:
            load.stop()

    @contextmanager
    def flag(self, name: str) -> Iterator[None]:
        """Have the handlers go wrong while the block runs."""
        (self.flags / name).touch()
        try:
            yield
        finally:
            (self.flags / name).unlink(missing_ok=True)

    def restart_valkey(self, pause: float = 0.0) -> None:
        """kill -9, and back with nothing."""
        self.valkey.process.send_signal(9)
        self.valkey.process.wait()
        time.sleep(pause)
        self.valkey = start_valkey(self.home / "broker", self.ports["valkey"], durable=False)

    def restart_postgres(self, name: str, pause: float = 0.0) -> None:
        """An immediate stop, as in a crash, and a start with recovery."""
        self.postgres[name].process.send_signal(3)  # SIGQUIT
        self.postgres[name].process.wait()
        time.sleep(pause)
        self.postgres[name] = start_postgres(self.home / name, self.ports[name])

    def subscription(self) -> SubscriptionStatus:
        with Session(self.ledger) as session:
            return feed_status(session).subscriptions[0]

    def cursor(self) -> CursorStatus | None:
        with Session(self.mirror) as session:
            return next(iter(feed_status(session).cursors), None)

    def write(self, key: str, *, poison: bool = False) -> int:
        """One change of one account, as soon as the database takes it; returns its version."""
        deadline = time.monotonic() + 30
        while True:
            try:
                with unit_of_work(self.ledger, actor=SYSTEM, origin="test") as ctx:
                    return charge(ctx, key, poison=poison)
            except DBAPIError:
                assert time.monotonic() < deadline
                time.sleep(0.1)

    def followed(self, key: str) -> int:
        """The version the mirror has of an account."""
        try:
            with self.mirror.connect() as connection:
                return connection.scalar(text("SELECT version FROM mirror WHERE key = :key"), {"key": key}) or 0
        except DBAPIError:
            return 0

    def wait_until_alive(self) -> None:
        """News go all the way through."""
        self.wait_until_followed("alive", self.write("alive"), 60)

    def wait_until_followed(self, key: str, version: int, seconds: float) -> float:
        """How long it took until the mirror had this version, in seconds."""
        started = time.monotonic()
        wait_for(lambda: self.followed(key) >= version, seconds, f"{key} {version} is followed")
        return time.monotonic() - started

    def log_of(self, name: str) -> str:
        return self.processes[name].log.read_text(errors="replace")

    def check(self, *, seconds: float = 60, parked: int = 0) -> float:
        """Both sides come together, and nothing was lost, doubled or out of order on the way; returns the seconds."""
        started = time.monotonic()
        wait_for(self._is_still, seconds, "everything is applied")
        took = time.monotonic() - started
        with self.ledger.connect() as connection:
            head, events, last, unsequenced = connection.execute(
                text(
                    "SELECT (SELECT head_seq FROM feed_log), count(*), coalesce(max(seq), 0),"
                    " count(*) FILTER (WHERE seq IS NULL) FROM feed_event"
                )
            ).one()
            accounts = connection.execute(text("SELECT key, version, total FROM account ORDER BY key")).all()
            told = connection.execute(text(VERSIONS_TOLD)).all()
        assert head == events == last, "positions are not dense"
        assert unsequenced == 0
        assert [(row.key, row.version) for row in accounts] == [(row.key, row.last) for row in told], (
            "log and state differ"
        )
        assert all(row.last == row.number for row in told), "a version was told twice or never"
        with self.mirror.connect() as connection:
            mirrored = connection.execute(text("SELECT key, version, total FROM mirror ORDER BY key")).all()
            applied = connection.execute(text(VERSIONS_APPLIED)).all()
            waiting = connection.scalar(text("SELECT count(*) FROM feed_parked")) or 0
            failing = connection.scalar(text("SELECT count(*) FROM feed_failure"))
        assert all(row.last == row.number for row in applied), "an event was lost or applied twice"
        assert (waiting, failing) == (parked, 0)
        if not parked:
            assert [tuple(row) for row in mirrored] == [tuple(row) for row in accounts], "the two sides differ"
        assert "order broken" not in self.log_of("mirror-feed"), "a handler met a repeated event or a wrong order"
        return took

    def _is_still(self) -> bool:
        try:
            with self.ledger.connect() as connection:  # first: once nothing is pending the head is the last one
                pending = connection.scalar(text("SELECT count(*) FROM feed_event WHERE seq IS NULL"))
            subscription, cursor = self.subscription(), self.cursor()
        except DBAPIError:
            return False
        return pending == 0 and cursor is not None and cursor.cursor == subscription.head == subscription.acked

    def repeatedly(self, seconds: float, every: float, fault: Callable[[], object]) -> None:
        """Do ``fault`` again and again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            fault()
            time.sleep(every)


VERSIONS_TOLD = """
    SELECT key, max((data->>'version')::int) AS last, count(DISTINCT data->>'version') AS number
    FROM feed_event WHERE type <> 'ledger.account_viewed.v1' GROUP BY key ORDER BY key
"""
VERSIONS_APPLIED = "SELECT key, max(version) AS last, count(*) AS number FROM applied GROUP BY key"
