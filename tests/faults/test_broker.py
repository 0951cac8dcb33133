"""Faults 1 to 5, 13 and 14: what the broker does may delay, never lose, double or disorder."""

from __future__ import annotations

import random
import signal
import time
from contextlib import suppress
from typing import Any

import pytest
import redis

from tests.faults.theatre import Theatre

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


def test_1_the_broker_is_emptied_every_two_seconds(theatre: Theatre) -> None:
    with theatre.load(300):
        theatre.repeatedly(30, 2.0, lambda: theatre.redis.flushall())
    theatre.check()


def test_2_the_broker_is_killed_and_comes_back_empty_24_times(theatre: Theatre) -> None:
    theatre.wait_until_alive()
    workers = [theatre[name].pid for name in ("ledger-feed", "mirror-feed", "ledger-relay")]
    with theatre.load(100):
        for _ in range(24):
            theatre.restart_valkey()
            theatre.wait_until_followed("after the kill", theatre.write("after the kill"), 10)
    theatre.check()
    assert [theatre[name].pid for name in ("ledger-feed", "mirror-feed", "ledger-relay")] == workers


def test_3_connections_are_cut_and_the_broker_freezes(theatre: Theatre) -> None:
    with theatre.load(200) as load:
        theatre.repeatedly(8, 1.0, lambda: theatre.redis.client_kill_filter(_type="normal"))
        theatre.valkey.process.send_signal(signal.SIGSTOP)
        time.sleep(15)
        theatre.valkey.process.send_signal(signal.SIGCONT)
    theatre.check()
    assert load.failures == 0
    assert load.p99() < 0.5, "a writer waited for the broker"


def test_4_the_broker_is_away_for_45_seconds(theatre: Theatre) -> None:
    names = ("ledger-relay", "ledger-feed", "mirror-feed", "mirror-jobs")
    before = {name: (theatre[name].pid, len(theatre.log_of(name).splitlines())) for name in names}
    with theatre.load(200) as load:
        theatre.restart_valkey(pause=45)  # much longer than a worker may be deaf
    theatre.check()
    assert load.failures == 0
    assert {name: theatre[name].pid for name in names} == {name: pid for name, (pid, _) in before.items()}
    for name, (_, lines) in before.items():
        assert len(theatre.log_of(name).splitlines()) - lines < 40, f"{name} tells of it again and again"


def test_5_the_broker_is_full(theatre: Theatre) -> None:
    with theatre.load(200) as load:
        time.sleep(1)
        theatre.redis.config_set("maxmemory", "1")
        time.sleep(10)
        assert theatre.subscription().lag_events > 100
        theatre.redis.config_set("maxmemory", "512mb")
    theatre.check()
    assert load.failures == 0
    assert "send_failed" in theatre.log_of("ledger-relay")


class Mess:
    """Drops 30 %, doubles 50 %, shuffles, and puts old messages back in."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.chance = random.Random(13)
        self.old: list[bytes] = []
        self.made = 0

    def make(self) -> None:
        self.theatre["mirror-feed"].freeze()
        time.sleep(0.2)
        with suppress(redis.exceptions.RedisError):
            broker = self.theatre.redis
            for queue in ("mirror.feed", "ledger.feed"):
                waiting: Any = broker.lrange(queue, 0, -1)
                if queue == "mirror.feed":
                    self.made += bool(waiting)
                    self.old = [*self.old, *waiting[:2]][-40:]
                messages = [message for message in waiting if self.chance.random() > 0.3]
                messages += [message for message in messages if self.chance.random() < 0.5]
                if queue == "mirror.feed":
                    messages += self.chance.sample(self.old, min(3, len(self.old)))
                self.chance.shuffle(messages)
                del messages[60:]  # or they would breed faster than the worker can look at them
                change = broker.pipeline()
                change.delete(queue)
                for message in messages:
                    change.rpush(queue, message)
                change.execute()
        self.theatre["mirror-feed"].thaw()


def test_13_messages_are_dropped_doubled_shuffled_and_come_again(theatre: Theatre) -> None:
    relay = theatre["ledger-relay"]
    usual, relay.env = relay.env, {**relay.env, "BATCH_EVENTS": "10", "WINDOW_EVENTS": "200"}
    relay.kill()
    theatre.wait_until_alive()
    before = theatre.log_of("ledger-relay").count("went_back")
    mess = Mess(theatre)
    with theatre.load(150, writers=3):
        theatre.repeatedly(25, 0.2, mess.make)
    relay.env = usual
    relay.kill()
    theatre.check()
    assert len(mess.old) == 40
    # Once a generation: each mess costs one or two rewinds, not one for every message out of order.
    assert theatre.log_of("ledger-relay").count("went_back") - before < 4 * mess.made


def test_14_only_acknowledgements_are_lost(theatre: Theatre) -> None:
    with theatre.load(300):
        with theatre.without("ledger-feed"):
            time.sleep(15)
            assert theatre.redis.llen("mirror.feed") < 100
            theatre.redis.delete("ledger.feed")
        time.sleep(1)
    theatre.check()
