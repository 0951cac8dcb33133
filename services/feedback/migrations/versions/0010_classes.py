"""Cases are put under a subject, a cause, a product and a place of the lists that the leadership keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CLASSES = ("subject", "cause", "product", "place")


def upgrade() -> None:
    for kind in CLASSES:
        column = f"{kind}_code"
        op.add_column("case_file", sa.Column(column, sa.Text(), server_default="", nullable=False))
        op.create_index(
            f"ix_case_file_{column}",
            "case_file",
            [column, "received_at", "id"],
            postgresql_where=f"{column} <> ''",
        )


def downgrade() -> None:
    for kind in CLASSES:
        op.drop_index(f"ix_case_file_{kind}_code", table_name="case_file")
        op.drop_column("case_file", f"{kind}_code")
