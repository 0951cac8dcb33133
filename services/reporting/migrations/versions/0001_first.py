"""The first tables of the reporting service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQUENCES = ("code_r",)


def upgrade() -> None:
    connection = op.get_bind()
    role = app_role_of("reporting")
    create_chassis_tables(connection, role if role_exists(connection, role) else None)
    for sequence in SEQUENCES:
        op.execute(sa.schema.CreateSequence(sa.Sequence(sequence)))
    op.create_table(
        "case_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("customer_code", sa.Text(), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_fact")),
    )
    op.create_index("ix_case_fact_answered_at", "case_fact", ["answered_at"], unique=False)
    op.create_index("ix_case_fact_received_at", "case_fact", ["received_at"], unique=False)
    op.create_index(
        "ix_case_fact_unanswered", "case_fact", ["received_at"], unique=False, postgresql_where="answered_at IS NULL"
    )
    op.create_table(
        "customer_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_fact")),
    )
    op.create_index("ix_customer_fact_owner_id", "customer_fact", ["owner_id"], unique=False)
    op.create_table(
        "customer_tier",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("below_since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_tier")),
    )
    op.create_table(
        "report",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("drawing", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("code", name=op.f("uq_report_code")),
        sa.UniqueConstraint("period_from", "period_to", name=op.f("uq_report_period_from_period_to")),
    )
    op.create_index("ix_report_period_from_id", "report", ["period_from", "id"], unique=False)
    op.create_table(
        "tier_assignment",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("policy_number", sa.BigInteger(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("below_since", sa.Date(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "version", name=op.f("pk_tier_assignment")),
    )
    op.create_table(
        "tier_due",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_tier_due")),
    )
    op.create_index("ix_tier_due_due", "tier_due", ["customer_id"], unique=False, postgresql_where="due")
    op.create_table(
        "tier_policy",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("window_months", sa.BigInteger(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("potential_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("potential_quantity", sa.BigInteger(), nullable=False),
        sa.Column("vip_amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("vip_quantity", sa.BigInteger(), nullable=False),
        sa.Column("combine", sa.Text(), nullable=False),
        sa.Column("grace_days", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Uuid(), nullable=True),
        sa.Column("activated_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_policy")),
        sa.UniqueConstraint("number", name=op.f("uq_tier_policy_number")),
    )
    op.create_index(
        "uq_tier_policy_active", "tier_policy", ["status"], unique=True, postgresql_where="status = 'active'"
    )
    op.create_table(
        "tier_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("policy_number", sa.BigInteger(), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_run")),
    )
    op.create_table(
        "transaction_fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction_fact")),
    )
    op.create_index(
        "ix_transaction_fact_customer_id_occurred_on", "transaction_fact", ["customer_id", "occurred_on"], unique=False
    )
    op.create_table(
        "report_drawing",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_drawing_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_report_drawing")),
    )


def downgrade() -> None:
    op.drop_table("report_drawing")
    op.drop_index("ix_transaction_fact_customer_id_occurred_on", table_name="transaction_fact")
    op.drop_table("transaction_fact")
    op.drop_table("tier_run")
    op.drop_index("uq_tier_policy_active", table_name="tier_policy", postgresql_where="status = 'active'")
    op.drop_table("tier_policy")
    op.drop_index("ix_tier_due_due", table_name="tier_due", postgresql_where="due")
    op.drop_table("tier_due")
    op.drop_table("tier_assignment")
    op.drop_index("ix_report_period_from_id", table_name="report")
    op.drop_table("report")
    op.drop_table("customer_tier")
    op.drop_index("ix_customer_fact_owner_id", table_name="customer_fact")
    op.drop_table("customer_fact")
    op.drop_index("ix_case_fact_unanswered", table_name="case_fact", postgresql_where="answered_at IS NULL")
    op.drop_index("ix_case_fact_received_at", table_name="case_fact")
    op.drop_index("ix_case_fact_answered_at", table_name="case_fact")
    op.drop_table("case_fact")
    for sequence in SEQUENCES:
        op.execute(sa.schema.DropSequence(sa.Sequence(sequence)))
    drop_chassis_tables(op.get_bind())
