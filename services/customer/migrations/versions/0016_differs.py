"""Which fields of an entry did not agree with its paper, as whoever checked it noted them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("returned_fields", JSONB(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("customer", "returned_fields")
