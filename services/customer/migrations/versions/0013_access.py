"""Who sees a customer, and how it is found: cases in hand, what a view request opens, keys of numbers and pinyin."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

FINDABLE = ("customer", "contact")
KEYS = """
    ARRAY(
        SELECT DISTINCT key FROM unnest(ARRAY[{numbers}]) AS given(number)
        CROSS JOIN LATERAL (
            SELECT regexp_replace(regexp_replace(number, '[^0-9]', '', 'g'), '^(00)?86(?=1[3-9][0-9]{{9}}$)', '') AS d
        ) AS plain
        CROSS JOIN LATERAL (
            VALUES (d), (regexp_replace(d, '^0(10|2[0-9]|[3-9][0-9]{{2}})(?=[0-9]{{7,8}}$)', '')),
                (CASE WHEN length(d) >= 8 THEN '*' || right(d, 4) END)
        ) AS keys(key)
        WHERE key <> ''
        UNION SELECT lower(email) WHERE email <> ''
    )
"""
PINYIN = """
    ARRAY(
        SELECT DISTINCT left(rest, length) FROM generate_series(1, length(sort_key)) AS at
        CROSS JOIN LATERAL (SELECT replace(substr(sort_key, at), ' ', '') AS rest) AS rests
        CROSS JOIN (VALUES (3), (6)) AS lengths(length)
        WHERE (at = 1 OR substr(sort_key, at - 1, 1) = ' ') AND substr(sort_key, at, 1) <> ' '
            AND length(rest) >= length
    )
"""
NAME_PAIRS = """
    ARRAY(
        SELECT DISTINCT substr(squeezed, at, 2) FROM (
            SELECT lower(regexp_replace(name, '\\s', '', 'g')) AS squeezed
        ) AS names CROSS JOIN LATERAL generate_series(1, length(squeezed) - 1) AS at
    )
"""
SAY_OPEN = """
    INSERT INTO feed_event (type, v, key, data)
    SELECT 'customer.access_opened.v1', 1, id::text, jsonb_build_object(
        'request_id', id, 'version', version, 'customer_id', customer_id, 'staff_id', asker_id, 'open', true,
        'until', to_char("until" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'))
    FROM view_request WHERE status = 'approved' AND "until" > now() AND customer_id IS NOT NULL ORDER BY id
"""
"""What is open now was agreed to before the others heard of such things."""


def upgrade() -> None:
    op.create_table(
        "case_in_hand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_in_hand")),
    )
    op.create_index(
        "ix_case_in_hand_assignee_id", "case_in_hand", ["assignee_id"], postgresql_where="assignee_id IS NOT NULL"
    )
    op.add_column("view_request", sa.Column("extent", sa.Text(), server_default="look", nullable=False))
    op.add_column("unusual_reading", sa.Column("by_case", sa.BigInteger(), server_default="0", nullable=False))
    for table in FINDABLE:
        op.add_column(table, _keys("reached_by"))
    op.add_column("contact", _keys("pairs"))
    op.drop_index("ix_customer_pairs", table_name="customer")
    own = KEYS.format(numbers="mobile, phone, employer_phone")
    op.execute(f"UPDATE customer SET reached_by = {own}, pairs = pairs || {PINYIN}")  # noqa: S608 - no value of anybody
    op.execute(f"UPDATE contact SET reached_by = {KEYS.format(numbers='phone')}, pairs = {NAME_PAIRS}")  # noqa: S608
    op.create_index("ix_customer_pairs", "customer", ["pairs"], postgresql_using="gin")
    op.create_index("ix_contact_pairs", "contact", ["pairs"], postgresql_using="gin")
    for table in FINDABLE:
        op.create_index(f"ix_{table}_reached_by", table, ["reached_by"], postgresql_using="gin")
    op.create_index("ix_customer_code_from_its_end", "customer", [sa.text("reverse(code) text_pattern_ops")])
    op.execute(SAY_OPEN)


def _keys(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False)


def downgrade() -> None:
    op.drop_index("ix_customer_code_from_its_end", table_name="customer")
    op.execute(
        "UPDATE customer SET pairs = ARRAY(SELECT piece FROM unnest(pairs) AS piece WHERE length(piece) = 2 ORDER BY 1)"
    )
    op.drop_index("ix_contact_pairs", table_name="contact")
    op.drop_column("contact", "pairs")
    for table in FINDABLE:
        op.drop_index(f"ix_{table}_reached_by", table_name=table)
        op.drop_column(table, "reached_by")
    op.drop_column("unusual_reading", "by_case")
    op.drop_column("view_request", "extent")
    op.drop_index("ix_case_in_hand_assignee_id", table_name="case_in_hand")
    op.drop_table("case_in_hand")
