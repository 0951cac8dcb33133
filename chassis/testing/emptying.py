"""Databases for tests that are prepared once and emptied before each test: a hundred times quicker than a copy.

Emptied means: every row that a test left is gone, the rows that the preparation made are there again as it made them,
and sequences count from where they then stood. What a test may not do with such a database is change its shape (tables,
columns, triggers, rights): the next one is told who did, and who has to asks for a database of its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from chassis.testing.clock import TestClock, install_clock
from chassis.testing.servers import DatabaseFactory, Prepare, TestDatabase, prepare_chassis

PATIENCE = "5s"
"""How long a test may still hold a lock when the next begins."""

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version' ORDER BY relname
"""
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
_SHAPE = """
    SELECT
      (SELECT md5(string_agg(concat_ws(' ', oid, relname, relacl), ',' ORDER BY oid))
         FROM pg_class WHERE relnamespace = 'public'::regnamespace),
      (SELECT md5(string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull, attacl), ','
           ORDER BY attrelid, attnum)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0),
      (SELECT md5(string_agg(concat_ws(' ', oid, tgenabled), ',' ORDER BY oid)) FROM pg_trigger),
      (SELECT md5(string_agg(concat_ws(' ', oid, prosrc), ',' ORDER BY oid))
         FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
      (SELECT sum(oid::bigint) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
"""


class LeftBehind(Exception):
    """A test left something that emptying cannot take away; the message names the test."""


@dataclass
class KeptDatabase:
    """One prepared database; ``admin`` is a connection that may do everything, also without triggers; ``clock`` is the
    time there.

    Raises LeftBehind in ``empty`` when the test before changed the shape of the database or still holds locks in it.
    """

    database: TestDatabase
    admin: psycopg.Connection[Any]
    clock: TestClock = field(init=False)
    used_by: str = "its preparation"
    _prepared: dict[str, bytes] = field(default_factory=dict)
    _restart: sql.Composed = field(init=False)
    _filled: sql.Composed = field(init=False)
    _shape: Any = field(init=False)

    def __post_init__(self) -> None:
        tables = [name for (name,) in self.admin.execute(_TABLES)]
        filled = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        self._filled = sql.SQL(" UNION ALL ").join(
            filled.format(sql.Literal(name), sql.Identifier(name)) for name in tables
        )
        restart = [
            sql.SQL("setval({}, {}, {})").format(
                sql.Literal(f'public."{name}"'), sql.Literal(last or start), sql.Literal(last is not None)
            )
            for name, start, last in self.admin.execute(_SEQUENCES)
        ]
        self._restart = sql.SQL("SELECT {}").format(sql.SQL(", ").join(restart))
        self._prepared = {name: self._content(name) for name in self._filled_tables()}
        self._shape = self._shape_now()
        self.clock = install_clock(self.database, self.admin)
        self.admin.execute("SET session_replication_role = replica")  # no trigger fires, no foreign key is checked

    def empty(self) -> None:
        """Bring the database back to how it was prepared, in real time."""
        before, self.used_by = self.used_by, os.environ.get("PYTEST_CURRENT_TEST", "")
        if self._shape_now() != self._shape:
            raise LeftBehind(f"{before} changed the shape of a database that others use after it")
        try:
            with self.admin.transaction():
                self.admin.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'".encode())
                for name in self._filled_tables():
                    self.admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                for name, content in self._prepared.items():
                    with self.admin.cursor().copy(_copy(name, "FROM STDIN")) as copy:
                        copy.write(content)
                self.admin.execute(self._restart)
        except psycopg.errors.LockNotAvailable:
            raise LeftBehind(f"{before} still holds locks in a database that others use after it") from None
        self.clock.follow()

    def _filled_tables(self) -> list[str]:
        return [name for (name,) in self.admin.execute(self._filled, prepare=True)]

    def _content(self, table: str) -> bytes:
        with self.admin.cursor().copy(_copy(table, "TO STDOUT")) as copy:
            return b"".join(bytes(part) for part in copy)

    def _shape_now(self) -> Any:
        return self.admin.execute(_SHAPE, prepare=True).fetchone()


def _copy(table: str, way: str) -> sql.Composed:
    return sql.SQL("COPY {} {} (FORMAT binary)").format(sql.Identifier(table), sql.SQL(way))


@dataclass
class DatabaseKeeper:
    """``keeper("words", prepare)`` is the one database of that service and preparation, emptied."""

    factory: DatabaseFactory
    _kept: dict[tuple[str, Prepare], KeptDatabase] = field(default_factory=dict)

    def __call__(self, service: str = "chassis", prepare: Prepare = prepare_chassis) -> TestDatabase:
        """The database as it was prepared; whoever else still uses it finds it empty too."""
        return self.keep(service, prepare).database

    def keep(self, service: str, prepare: Prepare) -> KeptDatabase:
        """The same with its clock."""
        key = service, prepare
        if key not in self._kept:
            database = self.factory(service, prepare)
            self._kept[key] = KeptDatabase(database, self.factory.connect(database))
        try:
            self._kept[key].empty()
        except LeftBehind:
            self._drop(self._kept.pop(key))  # the test after this one gets a new one
            raise
        return self._kept[key]

    def close(self) -> None:
        """Drop all of them."""
        while self._kept:
            self._drop(self._kept.popitem()[1])

    def _drop(self, kept: KeptDatabase) -> None:
        kept.admin.close()
        self.factory.drop(kept.database)


_AS_BEGUN = "RESET ALL; RESET SESSION AUTHORIZATION; DISCARD TEMP; UNLISTEN *; SELECT pg_advisory_unlock_all()"


def calm(engine: Engine, used_by: str) -> None:
    """Bring the idle connections of an engine back to how they began: settings, locks, temporary tables.

    Raises LeftBehind, naming ``used_by``, when a connection is still in use.
    """
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    if pool.checkedout():
        raise LeftBehind(f"{used_by} still uses {pool.checkedout()} connections of the service")
    connections = [engine.raw_connection() for _ in range(pool.checkedin())]
    for connection in connections:
        driver: Any = connection.driver_connection
        driver.autocommit = True
        driver.execute(_AS_BEGUN)
        driver.autocommit = False
        connection.close()
