"""View requests: somebody else's VIP customer, opened for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "view_request",
        sa.Column("customer_code", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asker_name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_request")),
    )
    op.create_index("ix_view_request_asker_id_id", "view_request", ["asker_id", "id"], unique=False)
    op.create_index("ix_view_request_status_id", "view_request", ["status", "id"], unique=False)
    op.create_index(op.f("ix_view_request_customer_id"), "view_request", ["customer_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_view_request_customer_id"), table_name="view_request")
    op.drop_index("ix_view_request_status_id", table_name="view_request")
    op.drop_index("ix_view_request_asker_id_id", table_name="view_request")
    op.drop_table("view_request")
