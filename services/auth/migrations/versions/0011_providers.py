"""Sign-ins through a provider: who is linked, how a session and a try came about, and roles that groups give."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

METHODS = ("session", "challenge", "sign_in")


def upgrade() -> None:
    for table in METHODS:
        op.add_column(table, sa.Column("method", sa.Text(), server_default="password", nullable=False))
    op.add_column("session", sa.Column("provider_factor", sa.Boolean(), server_default="false", nullable=False))
    op.add_column(
        "role", sa.Column("groups", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False)
    )
    op.create_table(
        "provider_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_provider_link_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_link")),
    )
    for name, columns in (("subject", ["issuer", "subject"]), ("staff", ["staff_id", "issuer"])):
        op.create_index(
            f"uq_provider_link_{name}",
            "provider_link",
            columns,
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("provider_link")
    op.drop_column("role", "groups")
    op.drop_column("session", "provider_factor")
    for table in METHODS:
        op.drop_column(table, "method")
