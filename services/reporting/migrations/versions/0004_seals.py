"""The log of readings, and the seals over it and over the trail."""

from alembic import op

from chassis.audit.migration import add_audit, remove_audit

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_audit(op.get_bind(), "reporting")


def downgrade() -> None:
    remove_audit(op.get_bind())
