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


def add_versions_of_attachments() -> None:
    """Give attachments what tells versions of one paper and pages to look at; every one so far is the first."""
    if any(column["name"] == "series_id" for column in sa.inspect(op.get_bind()).get_columns("attachment")):
        return  # the table was made from today's model
    op.add_column("attachment", sa.Column("pages", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("attachment", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("attachment", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE attachment SET series_id = id")
    op.alter_column("attachment", "series_id", nullable=False)
    op.create_index("uq_attachment_series_id_number", "attachment", ["series_id", "number"], unique=True)


def drop_versions_of_attachments() -> None:
    """The way back: an older version of a paper is a file by itself again."""
    op.execute("UPDATE attachment SET status = 'standing' WHERE status = 'replaced'")
    op.drop_index("uq_attachment_series_id_number", "attachment")
    for column in ("series_id", "number", "pages"):
        op.drop_column("attachment", column)


def drop_annotations(*customizable: str) -> None:
    """The way back."""
    for table in customizable:
        op.drop_index(f"ix_{table}_custom", table)
        op.drop_column(table, "custom")
    for name in reversed(TABLES):
        op.drop_table(name)
