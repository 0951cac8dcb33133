"""What a service's migration does to bring code lists into its database."""

from __future__ import annotations

from alembic import op

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import add_chassis_table

TABLE = "list_entry"


def add_code_lists(service: str) -> None:
    """Create the table of entries."""
    connection = op.get_bind()
    role = app_role_of(service)
    add_chassis_table(connection, TABLE, role if role_exists(connection, role) else None)


def drop_code_lists() -> None:
    """The way back."""
    op.drop_table(TABLE)
