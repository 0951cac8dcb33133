"""Faults 9 to 11, 17 and 18: transactions that end badly or late, databases that crash or come back old."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.unit_of_work import unit_of_work
from tests.faults import stories
from tests.faults.rig import Rig
from tests.support.ledger import charge

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]

CONSUMER_STATE = ("feed_cursor", "feed_failure", "feed_parked", "mirror", "applied")


def test_9_transactions_die_between_flush_and_commit(rig: Rig) -> None:
    def die(number: int) -> None:
        with unit_of_work(rig.ledger, actor=SYSTEM, origin="test") as ctx:
            charge(ctx, f"ghost {number}")
            ctx.session.flush()
            with rig.ledger.connect() as other:
                me = ctx.session.scalar(text("SELECT pg_backend_pid()"))
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": me})
            time.sleep(0.05)

    with rig.load(200) as load:
        load.roll_back = 0.2
        for number in range(20):
            with pytest.raises(DBAPIError):
                die(number)
    rig.check()
    with rig.ledger.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM feed_event WHERE key LIKE 'ghost%'")) == 0
    assert rig.followed("ghost 0") == 0


def test_10_a_slow_transaction_delays_nobody_and_is_told_in_the_end(rig: Rig) -> None:
    waits = []
    with rig.load(100), unit_of_work(rig.ledger, actor=SYSTEM, origin="test") as ctx:
        charge(ctx, "slow")
        from chassis.feed.log import record_events

        record_events(ctx)  # its identity is taken now
        ctx.events.clear()
        end = time.monotonic() + 15
        while time.monotonic() < end:
            waits.append(rig.wait_until_followed("quick", rig.write("quick"), 10))
            time.sleep(0.1)
        assert rig.followed("slow") == 0
    rig.wait_until_followed("slow", 1, 10)
    rig.check()
    assert sorted(waits)[int(len(waits) * 0.9)] < 1.0


@pytest.mark.parametrize("name", ["ledger", "mirror"])
def test_11_a_database_crashes_in_the_middle(rig: Rig, name: str) -> None:
    stories.crash_database(rig, name, 3)


def test_17_the_consumer_loses_its_database(rig: Rig) -> None:
    with rig.load(200):
        time.sleep(1)
        with rig.mirror.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(CONSUMER_STATE)}"))
        time.sleep(1)
    rig.check(seconds=120)


def test_17_the_consumer_is_restored_to_yesterday(rig: Rig) -> None:
    rig.check()
    with rig.mirror.begin() as connection:
        for table in CONSUMER_STATE:
            connection.execute(text(f"CREATE TABLE old_{table} AS SELECT * FROM {table}"))
    with rig.load(300):
        time.sleep(3)
        with rig.mirror.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(CONSUMER_STATE)}"))
            for table in CONSUMER_STATE:
                connection.execute(text(f"INSERT INTO {table} SELECT * FROM old_{table}; DROP TABLE old_{table}"))
        time.sleep(1)
    rig.check(seconds=120)


@pytest.mark.parametrize("new_writes", [0, 5, 500])
def test_18_the_producer_is_restored_to_yesterday(rig: Rig, new_writes: int) -> None:
    stories.restore_producer(rig, new_writes=new_writes)


def test_the_state_is_told_truly_while_a_subscriber_is_behind(rig: Rig) -> None:
    rig.check()
    with rig.without("mirror-feed"):
        for _ in range(5):
            rig.write("late")
        time.sleep(2)
        behind = rig.subscription()
        assert behind.lag_events == 5
        assert behind.lag_seconds > 1.5
    rig.check()
    with Session(rig.ledger) as session:
        assert session.scalar(text("SELECT count(*) FROM feed_event WHERE seq IS NULL")) == 0
