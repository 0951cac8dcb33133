"""Reviews of accounts, and how they are made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_policy",
        sa.Column("months_between", sa.BigInteger(), nullable=False),
        sa.Column("days_to_answer", sa.BigInteger(), nullable=False),
        sa.Column("idle_days", sa.BigInteger(), nullable=False),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_policy")),
    )
    op.execute("INSERT INTO review_policy VALUES (3, 14, 90, gen_random_uuid(), 1, now(), now())")
    op.create_table(
        "account_review",
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_review")),
    )
    op.create_index(
        "ix_account_review_open", "account_review", ["closed_at"], unique=True, postgresql_nulls_not_distinct=True
    )
    op.create_table(
        "reviewed_account",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_away", sa.Text(), server_default="", nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(
            ["review_id"], ["account_review.id"], name=op.f("fk_reviewed_account_review_id_account_review")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_reviewed_account_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewed_account")),
        sa.UniqueConstraint("review_id", "staff_id", name=op.f("uq_reviewed_account_review_id_staff_id")),
    )
    op.create_index("ix_reviewed_account_staff_id", "reviewed_account", ["staff_id"], unique=False)


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reviewed_account")
    op.drop_table("account_review")
    op.drop_table("review_policy")
