"""The list of customers can be sorted by name."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_customer_sort_key_id", "customer", ["sort_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_customer_sort_key_id", "customer")
