"""The background side of a service: wiring, settings, the dead man's switch, the clock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chassis.feed import Consumers
from chassis.settings import ServiceSettings
from chassis.worker import create_beat, create_celery, create_worker
from chassis.worker.app import BeatSettings, services_with_worker
from chassis.worker.deadman import broker_answers
from chassis.worker.service import NotWired
from chassis.worker.transport import Transport
from contracts.services import SERVICES
from ops.servers import ValkeyServer, free_port, start_valkey, temporary_home
from tests.support.ledger import CATALOG, Mirror

SETTINGS = ServiceSettings(
    service_name="mirror",
    database_url="postgresql://nobody@127.0.0.1:1/none",
    redis_url="redis://127.0.0.1:1/0",
    auth_jwks_file=Path(os.devnull),
)


def test_a_service_that_does_not_hear_what_the_catalog_says_does_not_start() -> None:
    with pytest.raises(NotWired, match=r"ledger\.account_charged\.v1, ledger\.account_noted\.v1"):
        create_worker(SETTINGS, catalog=CATALOG, consumers=Consumers("mirror"))
    assert create_worker(SETTINGS, catalog=CATALOG, consumers=Mirror().consumers()).service == "mirror"


def test_every_service_can_send_emails() -> None:
    worker = create_worker(SETTINGS, catalog={})
    assert "mail.send_letter.v1" in worker.jobs.names


def test_every_service_is_told_the_time() -> None:
    beat = create_beat(BeatSettings(redis_url="redis://127.0.0.1:1/0"))
    assert {entry["options"]["queue"] for entry in beat.conf.beat_schedule.values()} == {
        f"{service}.jobs" for service in services_with_worker()
    }
    assert set(services_with_worker()) == set(SERVICES)


def test_messages_reach_the_queue_even_of_a_broker_that_was_emptied(valkey_server: ValkeyServer) -> None:
    celery = create_celery("mirror", valkey_server.url)
    transport = Transport(celery)
    with celery.pool.acquire(block=True) as connection:
        broker = connection.default_channel.client
        for number in range(3):
            transport.send("feed.deliver", "other.feed", {"events": ["x" * 1000]})
            assert transport.depth("other.feed") == 1
            message = broker.lindex("other.feed", 0)
            assert b"xxxx" not in message, "the arguments are not in the headers, and the body is packed"
            broker.flushall()
            assert transport.depth("other.feed") == 0, number
    celery.close()


def test_a_broker_that_is_away_is_an_error_at_once() -> None:
    celery = create_celery("mirror", f"redis://127.0.0.1:{free_port()}/0")
    with pytest.raises(Exception, match="refused"):
        Transport(celery).send("feed.deliver", "other.feed", {})
    celery.close()


DEAF = """
import sys, time
from chassis.worker.deadman import DeadMan
switch = DeadMan(0.4, lambda: True)
switch._watch()
if sys.argv[1] == "busy":
    switch._begin()
for _ in range(30):
    time.sleep(0.1)
    if sys.argv[1] == "hears":
        switch._hear()
"""


@pytest.mark.parametrize(("kind", "status"), [("hears", 0), ("busy", 0), ("deaf", 70)])
def test_only_a_worker_that_hears_nothing_and_does_nothing_is_ended(kind: str, status: int) -> None:
    ended = subprocess.run([sys.executable, "-c", DEAF, kind], capture_output=True, timeout=60)
    assert ended.returncode == status
    assert (b"dead_man" in ended.stderr) is (status == 70)


DEAF_AND_ALONE = """
import sys, time
from functools import partial
from chassis.worker.deadman import DeadMan, broker_answers
DeadMan(1.0, partial(broker_answers, sys.argv[1]))._watch()
time.sleep(60)
"""


def test_a_worker_that_hears_nothing_lives_while_the_broker_is_away_and_is_ended_when_it_is_back() -> None:
    with temporary_home() as home:
        port = free_port()
        broker = start_valkey(home / "broker", port, durable=False)
        broker.stop()
        worker = subprocess.Popen(
            [sys.executable, "-c", DEAF_AND_ALONE, broker.url], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(4)
            broker = start_valkey(home / "broker", port, durable=False)
            said, complained = worker.communicate(timeout=30)
            assert worker.returncode == 70
            assert (said.count(b"broker_away"), said.count(b"broker_back")) == (1, 1)
            assert b"dead_man" in complained
        finally:
            worker.kill()
            broker.stop()


def test_a_frozen_broker_counts_as_away(valkey_server: ValkeyServer) -> None:
    assert broker_answers(valkey_server.url)
    valkey_server.process.send_signal(signal.SIGSTOP)
    try:
        assert not broker_answers(valkey_server.url)
    finally:
        valkey_server.process.send_signal(signal.SIGCONT)
