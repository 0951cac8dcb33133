"""Customers that turned out to be others, and whom a case was filed for before."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("known_customer", sa.Column("merged_into", sa.Uuid()))
    op.add_column("case_file", sa.Column("filed_customer_id", sa.Uuid()))
    op.create_index(
        "ix_case_file_filed_customer_id",
        "case_file",
        ["filed_customer_id"],
        postgresql_where=sa.text("filed_customer_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_case_file_filed_customer_id", "case_file")
    op.drop_column("case_file", "filed_customer_id")
    op.drop_column("known_customer", "merged_into")
