"""Passkeys, and roles that ask for one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role", sa.Column("passkey_only", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "passkey_user",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_user_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_passkey_user")),
        sa.UniqueConstraint("handle", name=op.f("uq_passkey_user_handle")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("transports", postgresql.JSONB(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index("ix_passkey_staff_id", "passkey", ["staff_id"], unique=False)
    op.create_table(
        "passkey_use",
        sa.Column("passkey_id", sa.Uuid(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["passkey_id"], ["passkey.id"], name=op.f("fk_passkey_use_passkey_id_passkey")),
        sa.PrimaryKeyConstraint("passkey_id", name=op.f("pk_passkey_use")),
    )


def downgrade() -> None:
    op.drop_table("passkey_use")
    op.drop_table("passkey")
    op.drop_table("passkey_user")
    op.drop_column("role", "passkey_only")
