"""The chain of seals: whatever is bent behind the service's back is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import TupleRow
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from chassis.audit import Reading, log_access
from chassis.audit.checking import CheckSeals, last_check, register
from chassis.audit.content import Seal
from chassis.audit.sealing import SAY_THE_TIME_EVERY, last_seal, seal_once
from chassis.audit.verifying import Verification, verify
from chassis.auth import Actor
from chassis.db import new_id
from chassis.db.trail import record_change, record_created
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.jobs.schedules import Schedules
from chassis.testing.servers import TestDatabase
from chassis.unit_of_work import unit_of_work

Connection = psycopg.Connection[TupleRow]
SOMEBODY = Actor(id=new_id(), name="王芳")
SOMETHING = {"actor_name": "王芳", "origin": "", "request_id": "", "kind": "thing", "record_id": new_id()}


@pytest.fixture
def app(database: TestDatabase) -> Iterator[Connection]:
    """A connection as the service's own database user."""
    with psycopg.connect(database.app, autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner(database: TestDatabase) -> Iterator[Connection]:
    """Somebody with every right on the database."""
    with psycopg.connect(database.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def work(engine: Engine) -> Callable[..., list[UUID]]:
    """``work(3)`` is three changes and a reading, committed; the ids of the records."""

    def do(changes: int, *, now: datetime | None = None) -> list[UUID]:
        ids = [new_id() for _ in range(changes)]
        with unit_of_work(engine, actor=SOMEBODY, origin="10.0.0.7", now=now) as ctx:
            for id in ids:
                record_change(ctx, "thing", id, "changed", {"name": ["旧", "新"], "a": [None, 1.50]})
            log_access(ctx, "thing", ids[0], "contact")
        return ids

    return do


def seal_all(connection: Connection, now: datetime | None = None, limit: int = 500) -> list[Seal]:
    """Seal until nothing waits."""
    made = []
    while (one := seal_once(connection, now or datetime.now(UTC), limit)) is not None:
        made.append(one)
        if not one.more:
            break
    return made


def flaws(found: Verification) -> list[str]:
    return [flaw.what for flaw in found.flaws]


def test_a_chain_that_nobody_touched_is_whole(app: Connection, work: Callable[..., list[UUID]]) -> None:
    seal_all(app)
    for changes in (3, 1, 5):
        work(changes)
        seal_all(app, limit=2)
    found = verify(app)
    assert (found.ok, found.rows, found.unsealed) == (True, 12, 0)
    assert verify(app, (found.head,)).ok


def test_the_newest_rows_are_counted_as_not_yet_sealed(app: Connection, work: Callable[..., list[UUID]]) -> None:
    work(3)
    found = verify(app)
    assert (found.ok, found.rows, found.unsealed, found.head) == (True, 0, 4, "")


def test_a_transaction_that_commits_late_is_sealed_later(app: Connection, engine: Engine) -> None:
    with unit_of_work(engine, actor=SOMEBODY, origin="") as slow:
        record_change(slow, "thing", new_id(), "changed", {})
        slow.session.flush()
        with unit_of_work(engine, actor=SOMEBODY, origin="") as quick:
            record_change(quick, "thing", new_id(), "changed", {})
        assert [len(one.rows) for one in seal_all(app)] == [1]
    assert [len(one.rows) for one in seal_all(app)] == [1]
    assert verify(app).ok


def test_what_is_rolled_back_is_never_sealed(app: Connection, engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(insert(Reading).values(at=datetime.now(UTC), **SOMETHING))
        session.rollback()
    assert [len(one.rows) for one in seal_all(app)] == [0]


@pytest.mark.parametrize(
    ("bend", "shown"),
    [
        ("UPDATE change SET actor_name = '别人' WHERE record_id = %(id)s", ["row_changed"]),
        ("UPDATE change SET at = at + interval '1 microsecond' WHERE record_id = %(id)s", ["row_changed"]),
        ("UPDATE change SET fields = fields - 'a' WHERE record_id = %(id)s", ["row_changed"]),
        ("UPDATE read_log SET actor_id = NULL WHERE record_id = %(id)s", ["row_changed"]),
        ("UPDATE read_log SET note = 'x' WHERE record_id = %(id)s", ["row_changed"]),
        ("DELETE FROM change WHERE record_id = %(id)s", ["row_missing"]),
        ("DELETE FROM read_log WHERE record_id = %(id)s", ["row_missing"]),
        ("UPDATE seal SET at = at - interval '1 day' WHERE position = 2", ["seal_broken"]),
        (
            "UPDATE seal SET hashes = sha256('x') || substr(hashes, 33) WHERE position = 2",
            ["seal_broken", "row_changed"],
        ),
        ("DELETE FROM seal WHERE position = 2", ["seal_missing", "row_unsealed"]),
    ],
)
def test_what_was_bent_is_shown(
    bend: str, shown: list[str], app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    seal_all(app)
    ids = work(3)
    seal_all(app)
    work(2)
    seal_all(app)
    assert verify(app).ok
    owner.execute(bend, {"id": ids[0]})
    found = verify(app)
    assert flaws(found) == shown
    assert found.flaws[0].position in {2, 3}


def test_rows_deleted_before_their_seal_are_shown(
    app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    ids = work(1)
    owner.execute("DELETE FROM change WHERE record_id = %s", [ids[0]])
    assert flaws(verify(app)) == ["row_missing"]
    seal_all(app)
    assert flaws(verify(app)) == ["row_missing"]


_PUT_IN = """
    INSERT INTO change (id, at, actor_name, origin, request_id, kind, record_id, action, fields)
    SELECT %s, at - interval '3 days', actor_name, origin, request_id, kind, record_id, action, fields
    FROM change LIMIT 1
"""
_OLD = UUID(int=((int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)) << 80) | 7 << 76 | 2 << 62 | 99)


def test_a_row_put_in_with_an_old_time_is_shown(
    app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    work(2)
    seal_all(app)
    owner.execute(_PUT_IN, [new_id()])
    seal_all(app)
    assert flaws(verify(app)) == ["row_late"]


def test_a_row_put_in_with_an_old_id_is_shown(
    app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    work(2)
    seal_all(app)
    owner.execute(_PUT_IN.replace("at - interval '3 days'", "now()"), [_OLD])
    seal_all(app)
    assert flaws(verify(app)) == ["row_late"]


def test_a_row_put_in_past_the_trigger_is_shown(
    app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    work(2)
    seal_all(app)
    owner.execute("ALTER TABLE change DISABLE TRIGGER queue_for_seal")
    owner.execute(_PUT_IN, [new_id()])
    owner.execute("ALTER TABLE change ENABLE TRIGGER queue_for_seal")
    assert flaws(verify(app)) == ["row_unsealed"]


def test_a_chain_that_lost_its_end_is_shown_by_a_head_kept_elsewhere(
    app: Connection, owner: Connection, work: Callable[..., list[UUID]]
) -> None:
    work(2)
    seal_all(app)
    kept = verify(app).head
    owner.execute("DELETE FROM change WHERE id = ANY ((SELECT rows FROM seal ORDER BY position DESC LIMIT 1)::uuid[])")
    owner.execute("DELETE FROM seal WHERE position = (SELECT max(position) FROM seal)")
    assert verify(app).ok
    assert flaws(verify(app, (kept,))) == ["head_missing"]


def test_a_backlog_is_one_run_and_not_taken_for_late_rows(app: Connection, work: Callable[..., list[UUID]]) -> None:
    start = datetime.now(UTC)
    seal_all(app, start - timedelta(days=2))
    work(5, now=start - timedelta(days=1))
    made = seal_all(app, limit=2)
    assert len(made) == 4
    assert len({one.at for one in made}) == 1
    assert flaws(verify(app)) == []


def test_a_quiet_house_has_a_seal_an_hour(app: Connection) -> None:
    now = datetime.now(UTC)
    assert [len(one.rows) for one in seal_all(app, now)] == [0]
    assert seal_all(app, now + SAY_THE_TIME_EVERY / 2) == []
    assert len(seal_all(app, now + SAY_THE_TIME_EVERY)) == 1


def test_a_bulk_statement_is_sealed_row_by_row(app: Connection, engine: Engine) -> None:
    with unit_of_work(engine, actor=SOMEBODY, origin="job") as ctx:
        record_created(ctx, "thing", [new_id() for _ in range(1200)])
    assert [len(one.rows) for one in seal_all(app)] == [500, 500, 200]
    found = verify(app)
    assert (found.ok, found.rows) == (True, 1200)


@pytest.mark.parametrize("table", ["change", "read_log", "seal", "seal_check"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_service_itself_can_bend_none_of_it(table: str, statement: str, app: Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement.format(table))


def test_the_nightly_look_goes_on_record(
    app: Connection, owner: Connection, engine: Engine, work: Callable[..., list[UUID]]
) -> None:
    ids = work(2)
    seal_all(app)
    jobs, schedules = Jobs("chassis"), Schedules("chassis")
    register(jobs, schedules)
    assert schedules.names == ["audit"]
    runner = JobRunner(engine=engine, jobs=jobs)
    for ok in (True, False):
        with unit_of_work(engine, actor=SOMEBODY, origin="schedule") as ctx:
            ctx.enqueue(CheckSeals())
        runner.run_due()
        with unit_of_work(engine, actor=SOMEBODY, origin="") as ctx:
            check = last_check(ctx.session)
        assert check is not None
        assert (check.ok, check.rows, check.seals) == (ok, 3, last_seal(app).position)  # type: ignore[union-attr]
        owner.execute("UPDATE change SET action = 'x' WHERE record_id = %s", [ids[0]])
    assert check is not None
    assert check.flaws[0].startswith("row_changed in seal 2: change ")
