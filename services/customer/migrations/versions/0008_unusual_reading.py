"""Notices of unusual reading."""

import sqlalchemy as sa
from alembic import op

from chassis.db.migrate import app_role_of, role_exists

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unusual_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("department_name", sa.Text(), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unusual_reading")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_unusual_reading_person_id_day")),
    )
    op.create_index("ix_unusual_reading_day", "unusual_reading", ["day"], unique=False)
    role = app_role_of("customer")
    if role_exists(op.get_bind(), role):
        op.execute(f"REVOKE UPDATE ON unusual_reading FROM {role}")


def downgrade() -> None:
    op.drop_index("ix_unusual_reading_day", table_name="unusual_reading")
    op.drop_table("unusual_reading")
