"""Sessions of programs, and the secrets that they have spent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("kind", sa.Text(), server_default="pages", nullable=False))
    op.create_table(
        "spent_secret",
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_spent_secret_session_id_session")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_spent_secret")),
    )


def downgrade() -> None:
    op.drop_table("spent_secret")
    op.drop_column("session", "kind")
