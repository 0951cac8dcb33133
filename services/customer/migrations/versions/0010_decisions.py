"""Who has decided on an import is called as on every other record that is decided on."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAMES = {"checked_by": "decided_by", "checked_by_name": "decided_by_name", "checked_at": "decided_at"}


def upgrade() -> None:
    for before, after in NAMES.items():
        op.alter_column("import_batch", before, new_column_name=after)


def downgrade() -> None:
    for before, after in NAMES.items():
        op.alter_column("import_batch", after, new_column_name=before)
