"""Deadlines are a policy kept as data. What is delivered is what held so far, around the clock."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HOURS = {
    ("feedback", "vip"): 72,
    ("feedback", "potential"): 72,
    ("feedback", "ordinary"): 72,
    ("complaint", "vip"): 4,
    ("complaint", "potential"): 24,
    ("complaint", "ordinary"): 72,
}
MARK = "01900000-0000-7000-8000-0000000000{:02}"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_file", sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_file", sa.Column("due_clock", sa.Text(), server_default="always", nullable=False))
    op.add_column("case_file", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    rules = op.create_table(
        "deadline_rule",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("first_minutes", sa.BigInteger(), nullable=True),
        sa.Column("result_minutes", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rule")),
    )
    op.create_index(
        "uq_deadline_rule_kind_tier_channel",
        "deadline_rule",
        ["kind", "tier", "channel"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_deadline_rule_kind_tier_id", "deadline_rule", ["kind", "tier", "id"])
    calendars = op.create_table(
        "working_calendar",
        sa.Column("weekdays", JSONB(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("opens", "lunch_from", "lunch_to", "closes")),
        sa.Column("public_holidays", sa.Boolean(), nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_calendar")),
    )
    op.create_table(
        "own_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_day")),
        sa.UniqueConstraint("day", name=op.f("uq_own_day_day")),
    )
    op.create_index("ix_own_day_day_id", "own_day", ["day", "id"])
    new = {"version": 1, "created_at": sa.func.now(), "updated_at": sa.func.now()}
    op.execute(
        rules.insert().values(
            [
                {"id": MARK.format(i), "kind": kind, "tier": tier, "result_minutes": hours * 60, "clock": "always"}
                | new
                for i, ((kind, tier), hours) in enumerate(HOURS.items(), start=11)
            ]
        )
    )
    hours = {"opens": "09:00", "lunch_from": "12:00", "lunch_to": "13:30", "closes": "18:00"}
    op.execute(
        calendars.insert().values(
            {"id": MARK.format(10), "weekdays": [1, 2, 3, 4, 5], "public_holidays": True} | hours | new
        )
    )


def _versioned() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("own_day", "working_calendar", "deadline_rule"):
        op.drop_table(table)
    for column in ("waiting_since", "due_clock", "first_answered_at", "first_due_at"):
        op.drop_column("case_file", column)
