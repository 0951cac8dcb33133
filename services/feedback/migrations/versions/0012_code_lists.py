"""Lists of what is chosen instead of typed."""

from chassis.code_lists.migration import add_code_lists, drop_code_lists

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_code_lists("feedback")


def downgrade() -> None:
    drop_code_lists()
