"""Contact notes say who began them and with whom, and can be withdrawn; contacts can be proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def upgrade() -> None:
    op.add_column("service_record", sa.Column("direction", sa.Text))
    op.add_column("service_record", _text("with_whom"))
    op.add_column("service_record", _text("status", "standing"))
    op.add_column("service_record", _text("withdrawn_reason"))

    op.add_column("contact", _text("status", "active"))
    op.execute("UPDATE contact SET status = 'disabled' WHERE NOT active")
    op.alter_column("contact", "status", server_default=None)
    op.drop_column("contact", "active")
    op.add_column("contact", sa.Column("author_id", sa.Uuid))
    op.add_column("contact", _text("author_name"))
    op.add_column("contact", _text("reason"))
    op.add_column("contact", sa.Column("decided_by", sa.Uuid))
    op.add_column("contact", _text("decided_by_name"))
    op.add_column("contact", sa.Column("decided_at", sa.DateTime(timezone=True)))
    op.create_index("ix_contact_proposed", "contact", ["id"], postgresql_where=sa.text("status = 'proposed'"))


def downgrade() -> None:
    op.drop_index("ix_contact_proposed", "contact")
    op.add_column("contact", sa.Column("active", sa.Boolean, nullable=False, server_default="true"))
    op.execute("UPDATE contact SET active = false WHERE status <> 'active'")
    op.alter_column("contact", "active", server_default=None)
    for name in ("decided_at", "decided_by_name", "decided_by", "reason", "author_name", "author_id", "status"):
        op.drop_column("contact", name)
    for name in ("withdrawn_reason", "status", "with_whom", "direction"):
        op.drop_column("service_record", name)
