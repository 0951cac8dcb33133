"""The relay's part: when it looks, and what does not stop it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import TupleRow
from sqlalchemy import Engine

from chassis.audit.sealing import ROWS_AT_ONCE, SEAL_EVERY, Sealer
from chassis.auth import SYSTEM
from chassis.db import new_id
from chassis.db.trail import record_created
from chassis.testing.servers import TestDatabase
from chassis.unit_of_work import unit_of_work

Connection = psycopg.Connection[TupleRow]


class Clock:
    """Seconds that pass when the test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def app(database: TestDatabase) -> Iterator[Connection]:
    """A connection as the service's own database user."""
    with psycopg.connect(database.app, autocommit=True) as connection:
        yield connection


def seals(connection: Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT cardinality(rows) FROM seal ORDER BY position")]


def add(engine: Engine, rows: int) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="") as ctx:
        record_created(ctx, "thing", [new_id() for _ in range(rows)])


def test_a_backlog_is_sealed_piece_after_piece_and_then_it_rests(app: Connection, engine: Engine) -> None:
    clock = Clock()
    sealer = Sealer(app, "chassis", clock=clock)
    add(engine, ROWS_AT_ONCE + 1)
    assert sealer.tick()
    assert not sealer.tick()
    add(engine, 1)
    assert not sealer.tick()
    assert seals(app) == [ROWS_AT_ONCE, 1]
    clock.now += SEAL_EVERY
    assert not sealer.tick()
    assert seals(app) == [ROWS_AT_ONCE, 1, 1]


def test_what_cannot_be_sealed_waits_and_stops_nothing(app: Connection, engine: Engine, database: TestDatabase) -> None:
    clock = Clock()
    sealer = Sealer(app, "chassis", clock=clock)
    add(engine, 1)
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE seal RENAME TO elsewhere")
        assert not sealer.tick()
        owner.execute("ALTER TABLE elsewhere RENAME TO seal")
    clock.now += SEAL_EVERY
    sealer.tick()
    assert seals(app) == [1]
