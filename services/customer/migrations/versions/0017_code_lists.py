"""Lists of what is chosen instead of typed, and where each customer lies in those of regions and industries."""

import sqlalchemy as sa
from alembic import op

from chassis.code_lists.migration import add_code_lists, drop_code_lists

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("region", "industry")


def upgrade() -> None:
    add_code_lists("customer")
    for kind in KINDS:
        op.add_column("customer", sa.Column(f"{kind}_path", sa.Text(), nullable=False, server_default=""))
        op.create_index(f"ix_customer_{kind}_path_id", "customer", [f"{kind}_path", "id"])


def downgrade() -> None:
    for kind in KINDS:
        op.drop_index(f"ix_customer_{kind}_path_id", "customer")
        op.drop_column("customer", f"{kind}_path")
    drop_code_lists()
