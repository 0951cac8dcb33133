"""Faults 6 to 8, 12, 20 and 21: processes that are killed, frozen, deaf or away; and jobs whose worker is."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.jobs.queue import progress_of
from chassis.unit_of_work import unit_of_work
from tests.faults import stories
from tests.faults.processes import Process, wait_for
from tests.faults.rig import Rig
from tests.faults.services import CountUp
from tests.faults.starting import DEAF_AFTER

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


def test_6_the_feed_worker_is_killed_in_the_middle_20_times(rig: Rig) -> None:
    stories.kill_in_the_middle(rig, "mirror-feed", 20)


def test_7_only_the_pool_child_is_killed_in_the_middle(rig: Rig) -> None:
    stories.kill_children_in_the_middle(rig, 10)


def test_8_the_relay_is_killed_while_a_second_one_waits(rig: Rig) -> None:
    first = rig["ledger-relay"]
    second = Process(first.service, first.role, first.env, first.log.with_name("ledger-relay-2.log"))
    second.start()
    rig.processes["ledger-relay-2"] = second
    try:
        with rig.load(300):
            for number in range(8):
                rig.wait_until_alive()
                (first, second)[number % 2].kill()
        rig.check()
    finally:
        del rig.processes["ledger-relay-2"]
        second.stop()


def test_12_the_consumer_is_away(rig: Rig) -> None:
    rig.check()
    with rig.without("mirror-feed"):
        with rig.load(500, writers=3):
            time.sleep(25)
        memory = rig.redis.info("memory")["used_memory"]
        waiting = rig.redis.llen("mirror.feed")
    missed = rig.subscription().lag_events
    assert memory < 10 * 1024 * 1024
    assert waiting < 250
    cursor = rig.cursor()
    assert cursor is not None
    wait_for(lambda: (rig.cursor() or cursor).cursor > cursor.cursor, 60, "the worker is back")
    caught_up_in = rig.check()
    assert missed / caught_up_in > 2000, f"{missed} events in {caught_up_in:.1f} s"


def test_20_the_worker_is_frozen_while_another_takes_over(rig: Rig) -> None:
    frozen = rig["mirror-feed"]
    other = Process(frozen.service, frozen.role, frozen.env, frozen.log.with_name("mirror-feed-2.log"))
    with rig.load(300):
        time.sleep(0.5)
        frozen.freeze()
        other.start()
        time.sleep(30)
        frozen.thaw()
        time.sleep(2)
        other.stop()
    rig.check()
    assert "order broken" not in other.log.read_text()


def test_21_a_deaf_worker_ends_and_is_started_anew(rig: Rig) -> None:
    rig.wait_until_alive()
    seen = len(rig.restarts)
    (rig.flags / "deaf").touch()
    wait_for(lambda: not (rig.flags / "deaf").exists(), 10, "somebody has turned deaf")
    with rig.load(50):
        wait_for(lambda: len(rig.restarts) > seen, float(DEAF_AFTER) + 10, "the deaf worker has ended")
    assert rig.restarts[-1][1] == 70
    rig.check()


def test_a_job_whose_worker_is_killed_goes_on_where_it_was(rig: Rig) -> None:
    with unit_of_work(rig.mirror, actor=SYSTEM, origin="test") as ctx:
        ctx.enqueue(CountUp(who="killed", to=1000), unique="killed")

    def done() -> int:
        with Session(rig.mirror) as session:
            found = progress_of(session, "killed")
        assert found is not None
        return 1000 if found.status == "done" else found.done or 0

    reached = 0
    for _ in range(4):
        before = reached
        wait_for(lambda before=before: done() > before, 40, "the job goes on")  # type: ignore[misc]
        time.sleep(0.3)
        reached = done()
        rig["mirror-jobs"].kill()
        rig.redis.flushall()
    wait_for(lambda: done() == 1000, 60, "the job is done")
    with rig.mirror.connect() as connection:
        counted, last = connection.execute(text("SELECT count(*), max(n) FROM counted WHERE who = 'killed'")).one()
    assert (counted, last) == (1000, 1000)


def test_a_job_starts_at_once(rig: Rig) -> None:
    waits = []
    for number in range(10):
        started = time.monotonic()
        with unit_of_work(rig.mirror, actor=SYSTEM, origin="test") as ctx:
            ctx.enqueue(CountUp(who=f"quick {number}", to=1), unique=f"quick {number}")
        while True:
            with Session(rig.mirror) as session:
                found = progress_of(session, f"quick {number}")
            if found and found.status == "done":
                break
            time.sleep(0.01)
        waits.append(time.monotonic() - started)
    assert sorted(waits)[5] < 0.5
