"""Customers in the order of their last change, for programs that keep in step."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_customer_updated_at_id", "customer", ["updated_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_customer_updated_at_id", "customer")
