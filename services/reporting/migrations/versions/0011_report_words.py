"""A report carries the author's words and every step it took; how often reports are drawn up, and whom they go to, is
data; cases have a cause and the customer's satisfaction.

The steps that reports have taken so far are read from the trail, which notes every change of their state.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db import new_id

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = ("what_happened", "why", "proposal", "response")
STEPS = """
    INSERT INTO report_event (report_id, number, at, kind, actor_id, actor_name, comment, snapshot, words)
    SELECT s.report_id, row_number() OVER (PARTITION BY s.report_id ORDER BY s.place, s.at, s.id), s.at, s.kind,
           s.actor_id, s.actor_name, s.comment,
           (SELECT greatest(count(*), 1) FROM report_snapshot d
            WHERE d.report_id = s.report_id AND d.generated_at <= s.at), '{}'
    FROM (
        SELECT r.id AS report_id, 0 AS place, NULL::uuid AS id, r.created_at AS at, 'drawn_up' AS kind,
               r.author_id AS actor_id, r.author_name AS actor_name, '' AS comment
        FROM report r
        UNION ALL
        SELECT r.id, 1, c.id, c.at, c.fields -> 'status' ->> 1, c.actor_id, c.actor_name,
               CASE WHEN c.fields -> 'status' ->> 1 = 'returned'
                    THEN coalesce(c.fields -> 'comment' ->> 1, r.comment) ELSE '' END
        FROM report r JOIN change c ON c.kind = 'report' AND c.record_id = r.id
        WHERE c.fields -> 'status' ->> 1 IN ('submitted', 'returned', 'approved')
        UNION ALL
        SELECT r.id, 1, c.id, c.at, 'redrawn', c.actor_id, c.actor_name, ''
        FROM report r JOIN change c ON c.kind = 'report' AND c.record_id = r.id
        WHERE c.fields ? 'snapshot' OR c.fields ? 'drawing'
    ) s
"""
POLICY = sa.text(
    """
    INSERT INTO report_policy (id, version, created_at, updated_at, frequency, to_leadership, staff_ids)
    VALUES (:id, 1, now(), now(), 'monthly', true, '{}')
    """
)


def upgrade() -> None:
    op.add_column("case_fact", sa.Column("cause", sa.Text(), server_default="", nullable=False))
    op.add_column("case_fact", sa.Column("satisfaction", sa.BigInteger(), nullable=True))
    for name in WORDS:
        op.add_column("report", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("report", sa.Column("writers", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False))
    op.create_table(
        "report_event",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.BigInteger(), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_event_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_report_event")),
    )
    op.execute(STEPS)
    op.create_table(
        "report_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("to_leadership", sa.Boolean(), nullable=False),
        sa.Column("staff_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_policy")),
    )
    op.get_bind().execute(POLICY, {"id": new_id()})


def downgrade() -> None:
    op.drop_table("report_policy")
    op.drop_table("report_event")
    for name in ("writers", *WORDS):
        op.drop_column("report", name)
    op.drop_column("case_fact", "satisfaction")
    op.drop_column("case_fact", "cause")
