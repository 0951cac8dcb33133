"""Imports that leave single wrong values out, and which flaws have cost a row."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("on_flaw", sa.Text(), nullable=False, server_default=""))
    op.add_column("import_batch", sa.Column("left_out", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("import_error", sa.Column("whole_row", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("import_error", "whole_row")
    op.drop_column("import_batch", "left_out")
    op.drop_column("import_batch", "on_flaw")
