"""The first tables of the activity service: those of the chassis."""

from alembic import op

from chassis.db.migrate import app_role_of, role_exists
from chassis.db.tables import create_chassis_tables, drop_chassis_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    role = app_role_of("activity")
    create_chassis_tables(connection, role if role_exists(connection, role) else None)


def downgrade() -> None:
    drop_chassis_tables(op.get_bind())
