"""Notes, tags, attachments and fields of the house's own."""

from chassis.annotations.migration import add_annotations, drop_annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_annotations("customer", "customer")


def downgrade() -> None:
    drop_annotations("customer")
