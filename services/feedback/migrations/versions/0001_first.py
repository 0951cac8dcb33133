"""The first tables of the feedback service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQUENCES = ("code_f", "code_x")


def upgrade() -> None:
    connection = op.get_bind()
    role = app_role_of("feedback")
    create_chassis_tables(connection, role if role_exists(connection, role) else None)
    for sequence in SEQUENCES:
        op.execute(sa.schema.CreateSequence(sa.Sequence(sequence)))
    op.create_table(
        "known_customer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("external_code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("pairs", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("tier", sa.Text(), server_default="ordinary", nullable=False),
        sa.Column("tier_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_customer")),
    )
    op.create_index("ix_known_customer_code", "known_customer", ["code"], unique=False)
    op.create_index("ix_known_customer_external_code", "known_customer", ["external_code"], unique=False)
    op.create_index(
        "ix_known_customer_name", "known_customer", ["name"], unique=False, postgresql_ops={"name": "text_pattern_ops"}
    )
    op.create_index("ix_known_customer_owner_id", "known_customer", ["owner_id"], unique=False)
    op.create_index("ix_known_customer_pairs", "known_customer", ["pairs"], unique=False, postgresql_using="gin")
    op.create_table(
        "case_file",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pairs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("holder_leads", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.Column("filed_by_name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["known_customer.id"], name=op.f("fk_case_file_customer_id_known_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("code", name=op.f("uq_case_file_code")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_case_file_source_external_id")),
    )
    op.create_index(
        "ix_case_file_assignee_id_received_at_id", "case_file", ["assignee_id", "received_at", "id"], unique=False
    )
    op.create_index(
        "ix_case_file_customer_id_received_at_id", "case_file", ["customer_id", "received_at", "id"], unique=False
    )
    op.create_index(
        "ix_case_file_filed_by_received_at_id", "case_file", ["filed_by", "received_at", "id"], unique=False
    )
    op.create_index(
        "ix_case_file_owner_id_received_at_id", "case_file", ["owner_id", "received_at", "id"], unique=False
    )
    op.create_index("ix_case_file_pairs", "case_file", ["pairs"], unique=False, postgresql_using="gin")
    op.create_index("ix_case_file_received_at_id", "case_file", ["received_at", "id"], unique=False)
    op.create_index("ix_case_file_status_received_at_id", "case_file", ["status", "received_at", "id"], unique=False)
    op.create_index("ix_case_file_tier_received_at_id", "case_file", ["tier", "received_at", "id"], unique=False)
    op.create_index(
        "ix_case_file_undone_desk",
        "case_file",
        ["desk", "received_at", "id"],
        unique=False,
        postgresql_where="status IN ('open', 'taken')",
    )
    op.create_index(
        "ix_case_file_undone_due_at",
        "case_file",
        ["due_at"],
        unique=False,
        postgresql_where="status IN ('open', 'taken')",
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index("ix_case_event_case_id_at_id", "case_event", ["case_id", "at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_case_event_case_id_at_id", table_name="case_event")
    op.drop_table("case_event")
    op.drop_index("ix_case_file_undone_due_at", table_name="case_file", postgresql_where="status IN ('open', 'taken')")
    op.drop_index("ix_case_file_undone_desk", table_name="case_file", postgresql_where="status IN ('open', 'taken')")
    op.drop_index("ix_case_file_tier_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_status_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_pairs", table_name="case_file", postgresql_using="gin")
    op.drop_index("ix_case_file_owner_id_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_filed_by_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_customer_id_received_at_id", table_name="case_file")
    op.drop_index("ix_case_file_assignee_id_received_at_id", table_name="case_file")
    op.drop_table("case_file")
    op.drop_index("ix_known_customer_pairs", table_name="known_customer", postgresql_using="gin")
    op.drop_index("ix_known_customer_owner_id", table_name="known_customer")
    op.drop_index("ix_known_customer_name", table_name="known_customer", postgresql_ops={"name": "text_pattern_ops"})
    op.drop_index("ix_known_customer_external_code", table_name="known_customer")
    op.drop_index("ix_known_customer_code", table_name="known_customer")
    op.drop_table("known_customer")
    for sequence in SEQUENCES:
        op.execute(sa.schema.DropSequence(sa.Sequence(sequence)))
    drop_chassis_tables(op.get_bind())
