"""The first tables of the customer service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEQUENCES = ("code_p", "code_c", "code_t")


def upgrade() -> None:
    connection = op.get_bind()
    role = app_role_of("customer")
    create_chassis_tables(connection, role if role_exists(connection, role) else None)
    for sequence in SEQUENCES:
        op.execute(sa.schema.CreateSequence(sa.Sequence(sequence)))
    op.create_table(
        "customer",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("external_code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), server_default="ordinary", nullable=False),
        sa.Column("tier_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("pairs", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("disabled_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("industry", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("mobile", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("sex", sa.Text(), server_default="", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("marital_status", sa.Text(), server_default="", nullable=False),
        sa.Column("employer", sa.Text(), server_default="", nullable=False),
        sa.Column("employer_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("hobbies", sa.Text(), server_default="", nullable=False),
        sa.Column("background", sa.Text(), server_default="", nullable=False),
        sa.Column("person_in_charge", sa.Text(), server_default="", nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("dealings_since", sa.Date(), nullable=True),
        sa.Column("dealings_notes", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
    )
    op.create_index("ix_customer_author_id_id", "customer", ["author_id", "id"], unique=False)
    op.create_index("ix_customer_import_id", "customer", ["import_id"], unique=False)
    op.create_index("ix_customer_industry_id", "customer", ["industry", "id"], unique=False)
    op.create_index(
        "ix_customer_mobile", "customer", ["mobile"], unique=False, postgresql_ops={"mobile": "text_pattern_ops"}
    )
    op.create_index("ix_customer_name", "customer", ["name"], unique=False, postgresql_ops={"name": "text_pattern_ops"})
    op.create_index("ix_customer_owner_id_id", "customer", ["owner_id", "id"], unique=False)
    op.create_index("ix_customer_pairs", "customer", ["pairs"], unique=False, postgresql_using="gin")
    op.create_index("ix_customer_region_id", "customer", ["region", "id"], unique=False)
    op.create_index("ix_customer_status_id", "customer", ["status", "id"], unique=False)
    op.create_index("ix_customer_tier_id", "customer", ["tier", "id"], unique=False)
    op.create_index("uq_customer_external_code", "customer", ["external_code"], unique=True)
    op.create_table(
        "reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_actor_id_at", "reading", ["actor_id", "at"], unique=False)
    op.create_index("ix_reading_customer_id_id", "reading", ["customer_id", "id"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_change_request_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_customer_id"), "change_request", ["customer_id"], unique=False)
    op.create_index("ix_change_request_status_id", "change_request", ["status", "id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_table(
        "hand_over",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_hand_over_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(
        "uq_hand_over_waiting", "hand_over", ["customer_id"], unique=True, postgresql_where="status = 'waiting'"
    )
    op.create_table(
        "service_record",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_service_record_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
    )
    op.create_index(op.f("ix_service_record_customer_id"), "service_record", ["customer_id"], unique=False)
    op.create_table(
        "transaction",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_transaction_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction")),
        sa.UniqueConstraint("code", name=op.f("uq_transaction_code")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_transaction_source_external_id")),
    )
    op.create_index(
        "ix_transaction_customer_id_occurred_on_id", "transaction", ["customer_id", "occurred_on", "id"], unique=False
    )
    op.create_index("ix_transaction_import_id", "transaction", ["import_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_transaction_import_id", table_name="transaction")
    op.drop_index("ix_transaction_customer_id_occurred_on_id", table_name="transaction")
    op.drop_table("transaction")
    op.drop_index(op.f("ix_service_record_customer_id"), table_name="service_record")
    op.drop_table("service_record")
    op.drop_index("uq_hand_over_waiting", table_name="hand_over", postgresql_where="status = 'waiting'")
    op.drop_table("hand_over")
    op.drop_index(op.f("ix_contact_customer_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_index("ix_change_request_status_id", table_name="change_request")
    op.drop_index(op.f("ix_change_request_customer_id"), table_name="change_request")
    op.drop_table("change_request")
    op.drop_index("ix_reading_customer_id_id", table_name="reading")
    op.drop_index("ix_reading_actor_id_at", table_name="reading")
    op.drop_table("reading")
    op.drop_index("uq_customer_external_code", table_name="customer")
    op.drop_index("ix_customer_tier_id", table_name="customer")
    op.drop_index("ix_customer_status_id", table_name="customer")
    op.drop_index("ix_customer_region_id", table_name="customer")
    op.drop_index("ix_customer_pairs", table_name="customer", postgresql_using="gin")
    op.drop_index("ix_customer_owner_id_id", table_name="customer")
    op.drop_index("ix_customer_name", table_name="customer", postgresql_ops={"name": "text_pattern_ops"})
    op.drop_index("ix_customer_mobile", table_name="customer", postgresql_ops={"mobile": "text_pattern_ops"})
    op.drop_index("ix_customer_industry_id", table_name="customer")
    op.drop_index("ix_customer_import_id", table_name="customer")
    op.drop_index("ix_customer_author_id_id", table_name="customer")
    op.drop_table("customer")
    for sequence in SEQUENCES:
        op.execute(sa.schema.DropSequence(sa.Sequence(sequence)))
    drop_chassis_tables(op.get_bind())
