"""The chassis' own tables, the same in every service's database: made by the service's first migration."""

from __future__ import annotations

import importlib

from sqlalchemy import Connection, text

from chassis.audit.triggers import install_triggers, remove_triggers
from chassis.db.base import chassis_metadata

DEFINED_IN = (
    "chassis.annotations.tables",
    "chassis.audit.tables",
    "chassis.auth.directory",
    "chassis.auth.revocations",
    "chassis.db.trail",
    "chassis.feed.tables",
    "chassis.http.idempotency",
    "chassis.jobs.tables",
    "chassis.mail.tables",
)
APPEND_ONLY = {"change": None, "read_log": None, "seal": None, "seal_check": None, "feed_event": "seq"}
"""Tables whose rows the service may add but never change, except in the one column named."""

TECHNICAL = (
    "feed_cursor",
    "feed_failure",
    "feed_parked",
    "feed_subscription",
    "idempotency",
    "job",
    "unsealed",
)
"""Tables that hold no business data: their rows may go when they have served."""


def load_chassis_tables() -> None:
    """Import every module that declares a table of the chassis, so that ``chassis_metadata`` is complete."""
    for module in DEFINED_IN:
        importlib.import_module(module)


def create_chassis_tables(connection: Connection, app_role: str | None = None) -> None:
    """Create the chassis' tables and give ``app_role`` exactly what a service needs of them.

    ``app_role`` is the database user the service works as; None leaves the rights as they are (single-user tests).
    Done again it adds the tables that have come since: a later migration calls it for them.
    """
    load_chassis_tables()
    chassis_metadata.create_all(connection)
    install_triggers(connection)
    connection.execute(text("INSERT INTO feed_log DEFAULT VALUES ON CONFLICT DO NOTHING"))
    if app_role is None:
        return
    quote = connection.dialect.identifier_preparer.quote
    role = quote(app_role)
    for table in chassis_metadata.tables.values():
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON {quote(table.name)} TO {role}"))
    for name, column in APPEND_ONLY.items():
        if name in chassis_metadata.tables:
            connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(name)} FROM {role}"))
            if column:
                connection.execute(text(f"GRANT UPDATE ({quote(column)}) ON {quote(name)} TO {role}"))
    for name in TECHNICAL:
        if name in chassis_metadata.tables:
            connection.execute(text(f"GRANT DELETE ON {quote(name)} TO {role}"))


def add_chassis_table(connection: Connection, name: str, app_role: str | None) -> None:
    """Create a table that the chassis got later, where the first migration has not made it already; the rights are
    those of any table that the service may add to and change."""
    load_chassis_tables()
    chassis_metadata.tables[name].create(connection, checkfirst=True)
    if app_role is not None:
        quote = connection.dialect.identifier_preparer.quote
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE ON {quote(name)} TO {quote(app_role)}"))


def drop_chassis_tables(connection: Connection) -> None:
    """Drop the chassis' tables; the way back of the first migration."""
    load_chassis_tables()
    remove_triggers(connection)
    chassis_metadata.drop_all(connection)
