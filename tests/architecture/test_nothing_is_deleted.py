"""The database itself refuses what the rules forbid: each service's own user tries, and PostgreSQL says no."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from chassis.audit.content import sources_of
from chassis.db.migrate import upgrade
from chassis.db.tables import APPEND_ONLY, TECHNICAL
from chassis.testing.servers import DatabaseFactory
from contracts.services import SERVICES

NEVER_CHANGED = [name for name, column in APPEND_ONLY.items() if column is None]
NOT_OURS = {"alembic_version"}


@pytest.fixture(scope="module", params=SERVICES)
def service(request: pytest.FixtureRequest, make_database: DatabaseFactory) -> Iterator[tuple[str, psycopg.Connection]]:
    """A migrated service, and a connection as the user it works as."""
    name: str = request.param
    database = make_database(name, lambda owner_url, _: upgrade(name, owner_url))
    with psycopg.connect(database.app, autocommit=True) as connection:
        yield name, connection
    make_database.drop(database)


def business_tables(name: str, connection: psycopg.Connection) -> set[str]:
    """Every table there is, but for those that say they hold nothing of business."""
    models = importlib.import_module(f"services.{name}.store.models")
    technical = {table.name for table in models.Base.metadata.tables.values() if table.info.get("technical")}
    there = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert set(models.Base.metadata.tables) <= there
    return there - technical - set(TECHNICAL) - NOT_OURS


def refuses(connection: psycopg.Connection, statement: str, table: str, **names: str) -> bool:
    """Whether the server refuses a statement for want of a right; the rights are asked before any row is looked for."""
    words = {"table": sql.Identifier(table), **{key: sql.Identifier(name) for key, name in names.items()}}
    try:
        connection.execute(sql.SQL(statement).format(**words))
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@pytest.mark.parametrize("statement", ["DELETE FROM {table} WHERE false", "TRUNCATE {table}", "DROP TABLE {table}"])
def test_no_row_of_business_can_be_deleted(service: tuple[str, psycopg.Connection], statement: str) -> None:
    name, connection = service
    tables = business_tables(name, connection)
    assert {"change", "read_log", "seal", "letter", "feed_event", "directory_person"} <= tables
    assert [table for table in sorted(tables) if not refuses(connection, statement, table)] == []


@pytest.mark.parametrize("table", NEVER_CHANGED)
def test_what_is_on_record_cannot_be_written_over(service: tuple[str, psycopg.Connection], table: str) -> None:
    assert written_over(service[1], table) == []


def test_what_is_sealed_cannot_be_written_over(service: tuple[str, psycopg.Connection]) -> None:
    name, connection = service
    sealed = sealed_by(name)
    assert {"change", "read_log"} <= set(sealed)
    assert {table: written_over(connection, table) for table in sealed} == {table: [] for table in sealed}


def written_over(connection: psycopg.Connection, table: str) -> list[str]:
    """The columns of a table that the service may change."""
    asked = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
    columns = [row[0] for row in connection.execute(asked, [table])]
    assert columns
    return [
        column
        for column in columns
        if not refuses(connection, "UPDATE {table} SET {column} = {column} WHERE false", table, column=column)
    ]


def sealed_by(name: str) -> list[str]:
    """The tables whose rows a service seals."""
    return sources_of(importlib.import_module(f"services.{name}.store.models").Base.metadata).names


def test_the_triggers_that_let_rows_be_sealed_cannot_be_stopped(service: tuple[str, psycopg.Connection]) -> None:
    name, connection = service
    for table in sealed_by(name):
        assert refuses(connection, "ALTER TABLE {table} DISABLE TRIGGER ALL", table)
