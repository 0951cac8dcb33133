"""What was said of a reviewed account is decided, by the columns that every decision has."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RENAMED = (
    ("answer", "status"),
    ("answered_by", "decided_by"),
    ("answered_by_name", "decided_by_name"),
    ("answered_at", "decided_at"),
)


def upgrade() -> None:
    for before, after in RENAMED:
        op.alter_column("reviewed_account", before, new_column_name=after)


def downgrade() -> None:
    for before, after in RENAMED:
        op.alter_column("reviewed_account", after, new_column_name=before)
