"""A table of the service's own joins the chain, with the rows that were there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import TupleRow
from sqlalchemy import Column, DateTime, Engine, MetaData, Table, Text, Uuid

from chassis.audit.checking import CheckSeals, last_check, register
from chassis.audit.content import OF_EVERY_SERVICE, SEALED, sources_of
from chassis.audit.migration import add_source, remove_source
from chassis.audit.sealing import Sealer, seal_once
from chassis.audit.verifying import Verification, verify
from chassis.auth import SYSTEM
from chassis.db import new_id
from chassis.db.trail import record_change
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.jobs.schedules import Schedules
from chassis.testing.servers import TestDatabase
from chassis.unit_of_work import unit_of_work

Connection = psycopg.Connection[TupleRow]
METADATA = MetaData()
VISIT = Table(
    "visit",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True)),
    Column("who", Text),
    info={SEALED: (("at", "id", "who"),)},
)
SOURCES = sources_of(METADATA)
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)


@pytest.fixture
def database(own_database: TestDatabase) -> TestDatabase:
    """One that gets a table and a trigger more."""
    return own_database


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
def joins(app: Connection, database: TestDatabase, make_engine: Callable[[str], Engine]) -> Callable[[], None]:
    """A chain that has run for a day, and an old row of a table beside it; ``joins()`` lets the table join."""
    as_owner = make_engine(database.owner)
    METADATA.create_all(as_owner)
    for day in (2, 1):
        seal_once(app, NOW - timedelta(days=day))

    def join() -> None:
        with as_owner.begin() as connection:
            add_source(connection, "chassis", "visit")

    return join


def visit(connection: Connection, at: datetime = NOW, who: str = "王芳") -> UUID:
    id = new_id()
    connection.execute("INSERT INTO visit VALUES (%s, %s, %s)", [id, at, who])
    return id


def seal_all(connection: Connection) -> None:
    while (made := seal_once(connection, datetime.now(UTC), sources=SOURCES)) is not None and made.more:
        pass


def found_by(connection: Connection) -> Verification:
    return verify(connection, sources=SOURCES)


def test_every_service_seals_its_trail_and_readings_and_what_its_tables_say_of_themselves() -> None:
    assert sources_of(MetaData()) == OF_EVERY_SERVICE
    assert SOURCES.names == ["change", "read_log", "visit"]


def test_rows_that_were_there_are_sealed_from_where_they_stand(
    app: Connection, owner: Connection, joins: Callable[[], None]
) -> None:
    visit(owner, LONG_AGO)
    joins()
    visit(app)
    assert (found_by(app).rows, found_by(app).unsealed) == (0, 2)
    seal_all(app)
    found = found_by(app)
    assert (found.ok, found.rows, found.unsealed) == (True, 2, 0)


BEND: list[tuple[str, dict[str, Any], list[str]]] = [
    ("UPDATE visit SET who = '别人' WHERE id = %(id)s", {}, ["row_changed"]),
    ("DELETE FROM visit WHERE id = %(id)s", {}, ["row_missing"]),
    ("INSERT INTO visit VALUES (%(new)s, %(at)s, 'x')", {"new": new_id(), "at": LONG_AGO}, ["row_late"]),
]


@pytest.mark.parametrize(("bend", "values", "shown"), BEND)
def test_a_row_that_was_bent_is_shown(
    bend: str,
    values: dict[str, Any],
    shown: list[str],
    app: Connection,
    owner: Connection,
    joins: Callable[[], None],
) -> None:
    id = visit(owner, LONG_AGO)
    joins()
    seal_all(app)
    owner.execute(bend, {"id": id, **values})
    seal_all(app)
    assert [(flaw.what, flaw.source) for flaw in found_by(app).flaws] == [(what, "visit") for what in shown]


def test_a_row_put_in_past_the_trigger_is_shown(app: Connection, owner: Connection, joins: Callable[[], None]) -> None:
    joins()
    owner.execute("ALTER TABLE visit DISABLE TRIGGER queue_for_seal")
    visit(owner)
    assert [flaw.what for flaw in found_by(app).flaws] == ["row_unsealed"]


def test_the_trail_of_a_chain_that_a_table_joined_is_looked_at_as_before(
    app: Connection, owner: Connection, engine: Engine, joins: Callable[[], None]
) -> None:
    joins()
    visit(app)
    seal_all(app)
    with unit_of_work(engine, actor=SYSTEM, origin="", now=LONG_AGO) as ctx:
        record_change(ctx, "thing", new_id(), "changed", {})
    seal_all(app)
    assert [flaw.what for flaw in found_by(app).flaws] == ["row_late"]


def test_a_table_that_left_the_chain_and_joined_it_again_has_every_row_sealed_once(
    app: Connection, database: TestDatabase, joins: Callable[[], None], make_engine: Callable[[str], Engine]
) -> None:
    joins()
    visit(app)
    seal_all(app)
    with make_engine(database.owner).begin() as connection:
        remove_source(connection, "chassis", "visit")
    visit(app)
    joins()
    seal_all(app)
    found = found_by(app)
    assert (found.ok, found.rows, found.unsealed) == (True, 2, 0)


def test_the_relay_seals_it_and_the_nightly_look_sees_it(
    app: Connection, owner: Connection, engine: Engine, joins: Callable[[], None]
) -> None:
    joins()
    id = visit(app)
    Sealer(app, "chassis", SOURCES).tick()
    owner.execute("UPDATE visit SET who = '别人' WHERE id = %s", [id])
    jobs = Jobs("chassis")
    register(jobs, Schedules("chassis"), SOURCES)
    with unit_of_work(engine, actor=SYSTEM, origin="schedule") as ctx:
        ctx.enqueue(CheckSeals())
    JobRunner(engine=engine, jobs=jobs).run_due()
    with unit_of_work(engine, actor=SYSTEM, origin="") as ctx:
        check = last_check(ctx.session)
    assert check is not None
    assert check.flaws == [f"row_changed in seal 3: visit {id}"]
