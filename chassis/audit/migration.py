"""The audit comes to a database that was made before it, and goes again."""

from __future__ import annotations

from sqlalchemy import Connection, text

from chassis.audit.tables import Reading, remove_triggers, seal, seal_check, unsealed
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
