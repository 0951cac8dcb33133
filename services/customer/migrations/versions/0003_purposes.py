"""Readings say for what purpose plain values were seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reading", sa.Column("purpose", sa.Text(), server_default="", nullable=False))
    op.add_column("reading", sa.Column("note", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("reading", "note")
    op.drop_column("reading", "purpose")
