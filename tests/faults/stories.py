"""Faults that are told in the minute of every change and in the long list alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.feed.dead_letters import begin_new_log, list_dead_letters, retry_key, start_over
from chassis.feed.status import feed_status
from tests.faults.processes import wait_for
from tests.faults.rig import Rig
from tests.faults.services import FaultyMirror


def kill_in_the_middle(rig: Rig, name: str, times: int) -> None:
    """kill -9 of a process under load, each time after it has worked again."""
    with rig.load(300):
        for _ in range(times):
            rig.wait_until_alive()
            rig[name].kill()
    rig.check()


def kill_children_in_the_middle(rig: Rig, times: int) -> None:
    """kill -9 of the pool child only; the worker itself goes on."""
    before = rig["mirror-feed"].pid
    with rig.load(300):
        for _ in range(times):
            rig["mirror-feed"].kill_child()
            rig.wait_until_alive()
    rig.check()
    assert rig["mirror-feed"].pid == before


def crash_database(rig: Rig, name: str, times: int) -> None:
    """An immediate stop of PostgreSQL in the middle of everything."""
    with rig.load(200) as load:
        for _ in range(times):
            time.sleep(1)
            rig.restart_postgres(name, pause=0.5)
            rig.wait_until_alive()
    rig.check()
    assert (load.failures > 0) is (name == "ledger")


def poison(rig: Rig, seconds: float) -> None:
    """An event nobody can digest, in the middle of a hot key; the others must not notice."""
    waits = []
    with rig.flag("chokes"), rig.load(150):
        rig.write("hot")
        poisoned = rig.write("hot", poison=True)
        rig.write("hot")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            waits.append(rig.wait_until_followed("canary", rig.write("canary"), 30))
            rig.write("hot")
            time.sleep(0.1)
        wait_for(lambda: (rig.cursor() or rig).parked > 2, 30, "the key is parked")  # type: ignore[union-attr]
    with Session(rig.mirror) as session:
        parked = list_dead_letters(session, limit=10_000)
    assert {event.key for event in parked} == {"hot"}
    assert parked[0].event["data"]["version"] == poisoned
    assert rig.followed("hot") == poisoned - 1
    rig.check(parked=len(parked))
    # The first tries hold up the whole log for as long as its batch takes to be sent again; after that nothing waits.
    settled = sorted(waits[len(waits) // 2 :])
    assert settled[int(len(settled) * 0.99)] < 1.0
    mirror = FaultyMirror(rig.flags)  # the mistake is mended: poison is digested from now on
    assert retry_key(rig.mirror, mirror.consumers(), "ledger", "hot") == len(parked)
    rig.check()


@contextmanager
def yesterday(rig: Rig) -> Iterator[None]:
    """The producer's database is restored, after the block, to what it was before it."""
    with rig.ledger.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE old_account AS SELECT * FROM account; CREATE TABLE old_event AS SELECT * FROM feed_event;"
                "CREATE TABLE old_log AS SELECT * FROM feed_log;"
                "CREATE TABLE old_subscription AS SELECT * FROM feed_subscription;"
            )
        )
    yield
    with rig.ledger.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE account, feed_event, feed_log, feed_subscription RESTART IDENTITY;"
                "INSERT INTO account SELECT * FROM old_account; INSERT INTO feed_log SELECT * FROM old_log;"
                "INSERT INTO feed_event OVERRIDING SYSTEM VALUE SELECT * FROM old_event;"
                "INSERT INTO feed_subscription SELECT * FROM old_subscription;"
                "SELECT setval(pg_get_serial_sequence('feed_event', 'id'), (SELECT max(id) FROM feed_event));"
                "DROP TABLE old_account, old_event, old_log, old_subscription;"
            )
        )


def restore_producer(rig: Rig, *, new_writes: int) -> None:
    """The producer comes back from an old backup: found out, stopped, and repaired by an operator."""
    rig.check()
    with yesterday(rig):
        with rig.load(100):
            time.sleep(1.5)
        rig.check()
    for _ in range(new_writes):
        rig.write("since")
    wait_for(lambda: rig.subscription().status == "forked", 10, "the fork is found out")
    before = rig.cursor()
    assert before is not None
    rig.write("since")
    time.sleep(1)
    after = rig.cursor()
    assert after is not None
    assert after.cursor == before.cursor, "something was applied after the fork"

    def empty(session: Session) -> None:
        session.execute(text("TRUNCATE mirror, applied"))

    begin_new_log(rig.ledger)
    start_over(rig.mirror, "ledger", empty)
    wait_for(lambda: rig.subscription().status == "ok", 30, "the fork is repaired")
    rig.check()
    with Session(rig.ledger) as session:
        assert feed_status(session).needs_people == []
