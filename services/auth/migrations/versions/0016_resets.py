"""Passwords are set through a link to the own address, or with a second person: links, requests, who stands for an
address, and who has given an account what it may."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Addresses in the books stay good: whoever has one has had letters there.
    op.add_column("staff", sa.Column("email_source", sa.Text(), server_default="own", nullable=False))
    op.alter_column("staff", "email_source", server_default="first")
    op.add_column("staff", sa.Column("email_since", TIME, nullable=True))
    op.add_column("staff", sa.Column("granted_by", sa.Uuid(), nullable=True))
    op.add_column("staff", sa.Column("granted_at", TIME, nullable=True))
    op.add_column("staff", sa.Column("renamed_at", TIME, nullable=True))
    op.create_index(
        "ix_session_staff_id_pages", "session", ["staff_id"], unique=False, postgresql_where=sa.text("kind = 'pages'")
    )
    op.create_table(
        "password_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_password_link_staff_id_staff")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_link")),
    )
    op.create_index("ix_password_link_staff_id_made_at", "password_link", ["staff_id", "made_at"], unique=False)
    op.create_table(
        "account_request",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_by_name", sa.Text(), nullable=False),
        sa.Column("by_administrator", sa.Boolean(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_request_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    op.create_index(
        "ix_account_request_open",
        "account_request",
        ["staff_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('waiting', 'confirmed')"),
    )


def downgrade() -> None:
    op.drop_table("account_request")
    op.drop_table("password_link")
    op.drop_index("ix_session_staff_id_pages", table_name="session")
    for name in ("renamed_at", "granted_at", "granted_by", "email_since", "email_source"):
        op.drop_column("staff", name)
