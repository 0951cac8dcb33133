"""Faults 1 to 5, 13 and 14: what the broker does may delay, never lose, double or disorder."""

from __future__ import annotations

import random
import signal
import time
from contextlib import suppress
from typing import Any

import pytest
import redis

from tests.faults.rig import Rig

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


def test_1_the_broker_is_emptied_every_two_seconds(rig: Rig) -> None:
    with rig.load(300):
        rig.repeatedly(30, 2.0, lambda: rig.redis.flushall())
    rig.check()


def test_2_the_broker_is_killed_and_comes_back_empty_24_times(rig: Rig) -> None:
    rig.wait_until_alive()
    workers = [rig[name].pid for name in ("ledger-feed", "mirror-feed", "ledger-relay")]
    with rig.load(100):
        for _ in range(24):
            rig.restart_valkey()
            rig.wait_until_followed("after the kill", rig.write("after the kill"), 10)
    rig.check()
    assert [rig[name].pid for name in ("ledger-feed", "mirror-feed", "ledger-relay")] == workers


def test_3_connections_are_cut_and_the_broker_freezes(rig: Rig) -> None:
    with rig.load(200) as load:
        rig.repeatedly(8, 1.0, lambda: rig.redis.client_kill_filter(_type="normal"))
        rig.valkey.process.send_signal(signal.SIGSTOP)
        time.sleep(15)
        rig.valkey.process.send_signal(signal.SIGCONT)
    rig.check()
    assert load.failures == 0
    assert load.p99() < 0.5, "a writer waited for the broker"


def test_4_the_broker_is_away_for_45_seconds(rig: Rig) -> None:
    names = ("ledger-relay", "ledger-feed", "mirror-feed", "mirror-jobs")
    before = {name: (rig[name].pid, len(complaints(rig, name))) for name in names}
    with rig.load(200) as load:
        rig.restart_valkey(pause=45)  # much longer than a worker may be deaf
    rig.check()
    assert load.failures == 0
    assert {name: rig[name].pid for name in names} == {name: pid for name, (pid, _) in before.items()}
    for name, (_, lines) in before.items():
        assert len(complaints(rig, name)) - lines < 40, f"{name} tells of it again and again"


def complaints(rig: Rig, name: str) -> list[str]:
    """What a process has logged that is no report of its usual work."""
    return [line for line in rig.log_of(name).splitlines() if '"level":"info"' not in line]


def test_5_the_broker_is_full(rig: Rig) -> None:
    with rig.load(200) as load:
        time.sleep(1)
        rig.redis.config_set("maxmemory", "1")
        time.sleep(10)
        assert rig.subscription().lag_events > 100
        rig.redis.config_set("maxmemory", "512mb")
    rig.check()
    assert load.failures == 0
    assert "send_failed" in rig.log_of("ledger-relay")


class Mess:
    """Drops 30 %, doubles 50 %, shuffles, and puts old messages back in."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.chance = random.Random(13)
        self.old: list[bytes] = []
        self.made = 0

    def make(self) -> None:
        self.rig["mirror-feed"].freeze()
        time.sleep(0.2)
        with suppress(redis.exceptions.RedisError):
            broker = self.rig.redis
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
        self.rig["mirror-feed"].thaw()


def test_13_messages_are_dropped_doubled_shuffled_and_come_again(rig: Rig) -> None:
    relay = rig["ledger-relay"]
    usual, relay.env = relay.env, {**relay.env, "BATCH_EVENTS": "10", "WINDOW_EVENTS": "200"}
    relay.kill()
    rig.wait_until_alive()
    before = rig.log_of("ledger-relay").count("went_back")
    mess = Mess(rig)
    with rig.load(150, writers=3):
        rig.repeatedly(25, 0.2, mess.make)
    relay.env = usual
    relay.kill()
    rig.check()
    assert len(mess.old) == 40
    # Once a generation: each mess costs one or two rewinds, not one for every message out of order.
    assert rig.log_of("ledger-relay").count("went_back") - before < 4 * mess.made


def test_14_only_acknowledgements_are_lost(rig: Rig) -> None:
    with rig.load(300):
        with rig.without("ledger-feed"):
            time.sleep(15)
            assert rig.redis.llen("mirror.feed") < 100
            rig.redis.delete("ledger.feed")
        time.sleep(1)
    rig.check()
