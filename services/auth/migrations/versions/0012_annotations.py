"""Notes, tags, attachments and fields of the house's own."""

from chassis.annotations.migration import add_annotations, drop_annotations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_annotations("auth")


def downgrade() -> None:
    drop_annotations()
