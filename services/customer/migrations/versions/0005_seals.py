"""The log of readings is that of every service, and sealed like the trail."""

import sqlalchemy as sa
from alembic import op

from chassis.audit.migration import add_audit, remove_audit

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = "id, at, actor_id, actor_name, origin, request_id, purpose, note"
INTO_LOG = f"INSERT INTO read_log (kind, record_id, {COLUMNS}) SELECT 'customer', customer_id, {COLUMNS} FROM reading"  # noqa: S608
OUT_OF_LOG = f"""
    INSERT INTO reading (customer_id, {COLUMNS}) SELECT record_id, {COLUMNS} FROM read_log WHERE kind = 'customer'
"""  # noqa: S608


def upgrade() -> None:
    add_audit(op.get_bind(), "customer")
    op.execute(INTO_LOG)
    op.drop_index("ix_reading_customer_id_id", table_name="reading")
    op.drop_index("ix_reading_actor_id_at", table_name="reading")
    op.drop_table("reading")


def downgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_actor_id_at", "reading", ["actor_id", "at"], unique=False)
    op.create_index("ix_reading_customer_id_id", "reading", ["customer_id", "id"], unique=False)
    op.execute(OUT_OF_LOG)
    remove_audit(op.get_bind())
