"""Imports: how somebody wants a file to be read, how it was read, and what reading found wrong in its rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("wanted", JSON, server_default="{}", nullable=False))
    op.add_column("import_batch", sa.Column("read_as", JSON, server_default="{}", nullable=False))
    op.add_column("import_row", sa.Column("flaws", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("import_row", "flaws")
    op.drop_column("import_batch", "read_as")
    op.drop_column("import_batch", "wanted")
