"""Whose access ended, and when: tokens issued before do not hold."""

from alembic import op

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import add_chassis_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    role = app_role_of("reporting")
    add_chassis_table(connection, "access_end", role if role_exists(connection, role) else None)


def downgrade() -> None:
    op.drop_table("access_end")
