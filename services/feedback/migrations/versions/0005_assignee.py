"""Whoever has a case in hand is its assignee, everywhere."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("case_file", "holder_leads", new_column_name="assignee_is_lead")


def downgrade() -> None:
    op.alter_column("case_file", "assignee_is_lead", new_column_name="holder_leads")
