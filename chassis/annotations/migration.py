"""What a service's migration does to bring annotations into its database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import add_chassis_table

TABLES = ("note", "attachment", "tag", "tagging", "custom_field")


def add_annotations(service: str, *customizable: str) -> None:
    """Create the tables of annotations, and the column ``custom`` of the tables named."""
    connection = op.get_bind()
    role = app_role_of(service)
    for name in TABLES:
        add_chassis_table(connection, name, role if role_exists(connection, role) else None)
    for table in customizable:
        op.add_column(table, sa.Column("custom", JSONB(), nullable=False, server_default="{}"))
        op.create_index(
            f"ix_{table}_custom", table, ["custom"], postgresql_using="gin", postgresql_ops={"custom": "jsonb_path_ops"}
        )


def drop_annotations(*customizable: str) -> None:
    """The way back."""
    for table in customizable:
        op.drop_index(f"ix_{table}_custom", table)
        op.drop_column(table, "custom")
    for name in reversed(TABLES):
        op.drop_table(name)
