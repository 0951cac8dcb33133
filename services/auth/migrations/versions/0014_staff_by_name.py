"""Staff can be listed by name."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_staff_name_username", "staff", ["name", "username"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_staff_name_username", table_name="staff")
