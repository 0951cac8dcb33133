"""A case that came in a batch and has no outcome yet was told, and kept here, with the word None for one."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE case_fact SET outcome = '' WHERE outcome = 'None' AND answered_at IS NULL")


def downgrade() -> None:
    """What was wrong stays mended."""
