"""Versions of attachments, and how many pages can be looked at."""

from chassis.annotations.migration import add_versions_of_attachments, drop_versions_of_attachments

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_versions_of_attachments()


def downgrade() -> None:
    drop_versions_of_attachments()
