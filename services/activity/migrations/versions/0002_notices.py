"""Notices, how each person wants to be told, what the roles permit, the group robots of departments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db.columns import versioned_columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "known_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_role")),
    )
    op.create_index("ix_known_role_code", "known_role", ["code"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("read_at", _TIME, nullable=True),
        sa.Column("mailed_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("notice_id", "staff_id", name=op.f("uq_notice_notice_id_staff_id")),
    )
    op.create_index("ix_notice_staff_id_at_id", "notice", ["staff_id", "at", "id"])
    op.create_index("ix_notice_staff_id_kind_at_id", "notice", ["staff_id", "kind", "at", "id"])
    unread, daily = "read_at IS NULL", "delivery = 'daily' AND mailed_at IS NULL AND read_at IS NULL"
    op.create_index("ix_notice_unread", "notice", ["staff_id", "at", "id"], postgresql_where=sa.text(unread))
    op.create_index("ix_notice_daily", "notice", ["staff_id", "at"], postgresql_where=sa.text(daily))
    op.create_table(
        "notice_setting",
        *versioned_columns(),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.UniqueConstraint("staff_id", "kind", name=op.f("uq_notice_setting_staff_id_kind")),
    )
    op.create_table(
        "notice_channel",
        *versioned_columns(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("secret_set_at", _TIME, nullable=True),
        sa.Column("notice_kinds", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("last_sent_at", _TIME, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.UniqueConstraint("department_id", "name", name=op.f("uq_notice_channel_department_id_name")),
    )
    op.create_table(
        "channel_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("notice_kind", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["notice_channel.id"], name=op.f("fk_channel_message_channel_id_notice_channel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_message")),
        sa.UniqueConstraint("channel_id", "notice_id", name=op.f("uq_channel_message_channel_id_notice_id")),
    )
    waiting = sa.text("status = 'waiting'")
    op.create_index("ix_channel_message_waiting", "channel_message", ["channel_id", "id"], postgresql_where=waiting)


def downgrade() -> None:
    for table in ("channel_message", "notice_channel", "notice_setting", "notice", "known_role"):
        op.drop_table(table)
