"""What one test leaves, the next does not find: rows, numbers, settings, locks, and what its app had read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Engine, text

from chassis.db import create_engine
from chassis.testing.emptying import DatabaseKeeper, LeftBehind, calm
from chassis.testing.servers import DatabaseFactory, TestDatabase, chassis_and

WITH_SHELF = chassis_and(
    """
    CREATE TABLE shelf (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, size int DEFAULT 1,
      doubled int GENERATED ALWAYS AS (size * 2) STORED);
    CREATE TABLE book (shelf_id int NOT NULL REFERENCES shelf, n int);
    CREATE SEQUENCE number START 100;
    INSERT INTO shelf (name) VALUES ('红楼梦'), (E'tab\\t and \\\\N');
    """
)


@pytest.fixture
def keeper(make_database: DatabaseFactory) -> Iterator[DatabaseKeeper]:
    keeper = DatabaseKeeper(make_database)
    yield keeper
    keeper.close()


@pytest.fixture
def owner(keeper: DatabaseKeeper) -> Iterator[psycopg.Connection]:
    """Somebody with every right on a database that others will use."""
    with psycopg.connect(keeper("chassis", WITH_SHELF).owner, autocommit=True) as connection:
        yield connection


def again(keeper: DatabaseKeeper) -> TestDatabase:
    return keeper("chassis", WITH_SHELF)


def shelves(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute("SELECT id, name, size, doubled FROM shelf ORDER BY id").fetchall()


def test_rows_go_and_what_the_preparation_made_is_there_again(
    keeper: DatabaseKeeper, owner: psycopg.Connection
) -> None:
    made = shelves(owner)
    owner.execute("INSERT INTO shelf (name, size) VALUES ('x', 7)")
    owner.execute("INSERT INTO book SELECT id, 1 FROM shelf")
    owner.execute("UPDATE shelf SET name = 'y'")
    owner.execute("INSERT INTO read_log (id, at, actor_name, origin, request_id, kind, record_id)"
                  " VALUES (gen_random_uuid(), now(), '', '', '', 'x', gen_random_uuid())")  # fmt: skip
    log = owner.execute("SELECT * FROM feed_log").fetchall()
    again(keeper)
    assert shelves(owner) == made == [(1, "红楼梦", 1, 2), (2, "tab\t and \\N", 1, 2)]
    for table in ("book", "read_log", "unsealed"):
        assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert owner.execute("SELECT * FROM feed_log").fetchall() == log


def test_numbers_count_from_where_the_preparation_left_them(keeper: DatabaseKeeper, owner: psycopg.Connection) -> None:
    def next_ones() -> tuple[object, ...] | None:
        owner.execute("INSERT INTO shelf (name) VALUES ('x')")
        return owner.execute("SELECT max(id), nextval('number') FROM shelf").fetchone()

    assert next_ones() == (3, 100)
    assert next_ones() == (4, 101)
    again(keeper)
    assert next_ones() == (3, 100)


def test_triggers_and_foreign_keys_hold_as_before(keeper: DatabaseKeeper, owner: psycopg.Connection) -> None:
    again(keeper)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        owner.execute("INSERT INTO book VALUES (9, 1)")


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE other (n int)",
        "ALTER TABLE book ADD COLUMN title text",
        "ALTER TABLE book ALTER COLUMN n SET NOT NULL",
        "ALTER TABLE book ADD CHECK (n > 0)",
        "CREATE INDEX ON book (n)",
        "GRANT SELECT ON book TO PUBLIC",
        "ALTER TABLE change DISABLE TRIGGER queue_for_seal",
        "CREATE OR REPLACE FUNCTION queue_for_seal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_who_changes_the_shape_is_named_and_those_after_get_a_new_database(
    keeper: DatabaseKeeper, owner: psycopg.Connection, change: str
) -> None:
    before = again(keeper)
    owner.execute(change.encode())
    with pytest.raises(LeftBehind, match="who_changes_the_shape"):
        again(keeper)
    owner.close()
    assert again(keeper).name != before.name


def test_who_still_holds_locks_is_named(
    keeper: DatabaseKeeper, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.testing.emptying.PATIENCE", "100ms")
    owner.execute("BEGIN")
    owner.execute("UPDATE shelf SET size = 2")
    with pytest.raises(LeftBehind, match="still holds locks"):
        again(keeper)
    owner.close()


@pytest.fixture
def service_engine(owner: psycopg.Connection, keeper: DatabaseKeeper) -> Iterator[Engine]:
    engine = create_engine(again(keeper).app, pool=2)
    yield engine
    engine.dispose()


def test_connections_forget_what_was_set_locked_and_made_in_them(
    service_engine: Engine, make_engine: Callable[[str], Engine]
) -> None:
    with service_engine.connect() as first, service_engine.connect() as second:
        for connection in (first, second):
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("SELECT pg_advisory_lock_shared(7)"))
            connection.execute(text("CREATE TEMP TABLE own (n int)"))
            connection.commit()
    calm(service_engine, "x")
    look = text("SELECT current_setting('enable_seqscan'), current_setting('timezone'), to_regclass('pg_temp.own'),"
                " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')")  # fmt: skip
    with service_engine.connect() as first, service_engine.connect() as second:
        for connection in (first, second):
            assert tuple(connection.execute(look).one()) == ("on", "UTC", None, 0)


def test_a_connection_that_is_still_in_use_is_found(service_engine: Engine) -> None:
    with service_engine.connect(), pytest.raises(LeftBehind, match="a test still uses 1"):
        calm(service_engine, "a test")
