"""What view requests open; and who has a case in hand is told to the others, of those in hand now as well."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIMES = ("received_at", "due_at", "answered_at", "closed_at")
SAME = ("version", "code", "kind", "status", "channel", "customer_id", "tier", "desk", "content", "result", "outcome")
FIELDS = ", ".join(
    [f"'{name}', c.{name}" for name in SAME]
    + [f"'{name}', to_char(c.{name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')" for name in TIMES]
)
SAY_IN_HAND = f"""
    WITH c AS (
        UPDATE case_file SET version = version + 1
        WHERE assignee_id IS NOT NULL AND status IN ('taken', 'resolved') RETURNING *
    )
    INSERT INTO feed_event (type, v, key, data)
    SELECT 'feedback.case_changed.v1', 1, c.id::text, jsonb_build_object(
        'case_id', c.id, 'assignee_id', c.assignee_id, 'customer_code', k.code, 'customer_name', k.name,
        'region', k.region, {FIELDS})
    FROM c JOIN known_customer AS k ON k.id = c.customer_id ORDER BY c.id
"""  # noqa: S608 - names of columns
"""A case that somebody had taken was told without saying who; the new version says it, for only that is heard."""


def upgrade() -> None:
    op.create_table(
        "opened_customer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_customer")),
    )
    op.create_index("ix_opened_customer_staff_id", "opened_customer", ["staff_id"])
    op.execute(SAY_IN_HAND)


def downgrade() -> None:
    op.drop_index("ix_opened_customer_staff_id", table_name="opened_customer")
    op.drop_table("opened_customer")
