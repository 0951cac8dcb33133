"""Who has reviewed a report has decided on it, as whoever decides on anything."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = {"reviewed_by": "decided_by", "reviewed_by_name": "decided_by_name", "reviewed_at": "decided_at"}


def upgrade() -> None:
    for before, after in COLUMNS.items():
        op.alter_column("report", before, new_column_name=after)


def downgrade() -> None:
    for before, after in COLUMNS.items():
        op.alter_column("report", after, new_column_name=before)
