"""Lists of what is chosen instead of typed: the table that every service has."""

from chassis.code_lists.migration import add_code_lists, drop_code_lists

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_code_lists("auth")


def downgrade() -> None:
    drop_code_lists()
