"""The processes: a feed or jobs worker, the relay, the clock. Each runs until it is told to stop."""

from __future__ import annotations

import importlib
import signal
import threading
import time
import warnings
from functools import partial
from types import FrameType
from typing import Literal

import psycopg
import sqlalchemy
from celery.exceptions import SecurityWarning
from celery.signals import setup_logging
from sqlalchemy import event

from chassis.audit.sealing import Sealer
from chassis.feed.messages import feed_queue, jobs_queue
from chassis.feed.relay import Relay
from chassis.feed.subscriptions import sync_subscriptions
from chassis.jobs.sweep import Sweep
from chassis.logs import Lasting, configure_logging, get_logger
from chassis.worker.app import create_beat, quiet_celery
from chassis.worker.children import prepare_children
from chassis.worker.deadman import DeadMan, broker_answers
from chassis.worker.service import Worker

Role = Literal["feed", "jobs"]

RELAY_LOCK = 7_264_101
"""The session lock of the relay; a second relay waits for it."""

DATABASE_PAUSE = 0.5
BUSY_PAUSE = 0.002
IDLE_PAUSE = 0.025
QUIET_PAUSE = 0.1
QUIET_AFTER = 3.0
"""Seconds without news after which the relay looks less often: four of them cost something even when nobody works."""

FROZEN_AFTER = "60s"
"""A feed worker that was stopped in the middle of a transaction holds its cursor no longer than this."""

log = get_logger(__name__)


def load_worker(service: str) -> Worker:
    """The worker of ``services.<service>``, as its ``create_worker()`` wires it."""
    worker: Worker = importlib.import_module(f"services.{service}.worker").create_worker()
    return worker


def run(service: str, role: Role) -> None:
    """Run a Celery worker of ``services.<service>``; returns when it was told to stop."""
    run_worker(load_worker(service), role)


def run_worker(worker: Worker, role: Role) -> None:
    """Run the feed worker (one child, the order of its messages is the order of work) or the jobs worker, which works
    in this very process as long as one is enough."""
    setup_logging.connect(lambda **_: quiet_celery(worker.service, worker.settings.log_level), weak=False)
    processes = 1 if role == "feed" else worker.settings.job_processes
    forked = role == "feed" or processes > 1
    if role == "feed":
        event.listen(worker.engine, "connect", _limit_frozen_transactions)
    if forked:
        prepare_children(worker.engine)
    broker = partial(broker_answers, worker.settings.redis_url)
    DeadMan(worker.settings.deaf_after, broker, patient=role == "jobs").arm()
    queue = feed_queue(worker.service) if role == "feed" else jobs_queue(worker.service)
    pool = ["--pool=prefork", f"--concurrency={processes}"] if forked else ["--pool=solo"]
    quiet = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
    warnings.filterwarnings("ignore", category=SecurityWarning)  # about root and pickle; we take nothing but JSON
    name = f"--hostname={worker.service}-{role}@%h"
    worker.celery.worker_main(["--quiet", "worker", f"--queues={queue}", *pool, *quiet, name])


def _limit_frozen_transactions(connection: psycopg.Connection, _: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{FROZEN_AFTER}'")
    connection.commit()


def run_relay(worker: Worker, stop: threading.Event) -> None:
    """Relay the log of a service until ``stop`` is set, whatever happens to database and broker."""
    url = sqlalchemy.make_url(worker.settings.database_url).set(drivername="postgresql")
    away = Lasting(log, "database_away")
    while not stop.is_set():
        try:
            with psycopg.connect(
                url.render_as_string(hide_password=False),
                autocommit=True,
                connect_timeout=5,
                application_name=f"guanxi {worker.service} relay",
                # A plan made while the log was empty is far too slow after a burst, so none is kept. And nothing is
                # sent that a crash of the server could still take back.
                prepare_threshold=None,
                options="-c enable_seqscan=off -c jit=off -c timezone=UTC -c synchronous_commit=on",
            ) as connection:
                if _wait_for_lock(connection, stop):
                    _relay(worker, connection, stop)
        except psycopg.OperationalError as error:
            away.warn(error=str(error).splitlines()[0][:200])
            stop.wait(DATABASE_PAUSE)


def _wait_for_lock(connection: psycopg.Connection, stop: threading.Event) -> bool:
    while not stop.is_set():
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [RELAY_LOCK]).fetchone()
        if row and row[0]:
            return True
        stop.wait(DATABASE_PAUSE)
    return False


def _relay(worker: Worker, connection: psycopg.Connection, stop: threading.Event) -> None:
    sync_subscriptions(connection, worker.service, worker.catalog)
    send, depth = worker.transport.send, worker.transport.depth
    relay = Relay(connection, worker.service, send, depth)
    sweep = Sweep(connection, worker.service, worker.jobs.names, send, depth)
    sealer = Sealer(connection, worker.service, worker.sealed)
    log.info("relay_started")
    busy_at = time.monotonic()
    while not stop.is_set():
        busy = relay.tick()
        sweep.tick()
        busy = sealer.tick() or busy
        now = time.monotonic()
        busy_at = now if busy else busy_at
        stop.wait(BUSY_PAUSE if busy else IDLE_PAUSE if now - busy_at < QUIET_AFTER else QUIET_PAUSE)


def relay_main(service: str) -> None:
    """Run the relay of ``services.<service>`` until SIGTERM or SIGINT."""
    worker = load_worker(service)
    configure_logging(worker.service, worker.settings.log_level)
    stop = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_relay(worker, stop)


def run_beat() -> None:
    """Run the clock of the fleet; returns when it was told to stop."""
    create_beat().Beat(schedule="", max_interval=5).run()
