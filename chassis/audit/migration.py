"""The audit comes to a database that was made before it, and goes again."""

from __future__ import annotations

from sqlalchemy import Connection, text

from chassis.audit.tables import Reading, seal, seal_check, unsealed
from chassis.audit.triggers import install_trigger, remove_triggers
from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import create_chassis_tables

_TABLES = (Reading.__table__, seal, seal_check, unsealed)


def add_audit(connection: Connection, service: str) -> None:
    """Create what is missing of the audit; rows of the trail that are there already wait for the first seal."""
    role = app_role_of(service)
    create_chassis_tables(connection, role if role_exists(connection, role) else None)
    connection.execute(text("CREATE INDEX IF NOT EXISTS ix_change_actor_id_id ON change (actor_id, id)"))


def remove_audit(connection: Connection) -> None:
    """The way back: the trail stays, its seals and the log of readings go."""
    remove_triggers(connection)
    connection.execute(text("DROP INDEX IF EXISTS ix_change_actor_id_id"))
    for table in _TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS {table.name}"))  # type: ignore[attr-defined]


def add_source(connection: Connection, service: str, source: str) -> None:
    """A table of the service joins the chain: all its rows are sealed, and the service may add to it and no more."""
    install_trigger(connection, source)
    role = app_role_of(service)
    if role_exists(connection, role):
        connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {source} FROM {role}"))


def remove_source(connection: Connection, service: str, source: str) -> None:
    """The way back: no row of the table is sealed any more; the seals that were made stay in the chain."""
    connection.execute(text(f"DROP TRIGGER IF EXISTS queue_for_seal ON {source}"))
    connection.execute(text("DELETE FROM unsealed WHERE source = :source"), {"source": source})
    role = app_role_of(service)
    if role_exists(connection, role):
        connection.execute(text(f"GRANT UPDATE ON {source} TO {role}"))
