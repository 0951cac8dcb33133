"""Tries to sign in are sealed, also those that were there, and can only be added to."""

from alembic import op

from chassis.audit.migration import add_source, remove_source

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_source(op.get_bind(), "auth", "sign_in")


def downgrade() -> None:
    remove_source(op.get_bind(), "auth", "sign_in")
