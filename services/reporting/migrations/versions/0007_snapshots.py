"""The figures of a report as they were at one moment are a snapshot, taken when it was generated."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONSTRAINTS = {
    "pk_report_drawing": "pk_report_snapshot",
    "fk_report_drawing_report_id_report": "fk_report_snapshot_report_id_report",
}


def upgrade() -> None:
    op.rename_table("report_drawing", "report_snapshot")
    for before, after in CONSTRAINTS.items():
        op.execute(f"ALTER TABLE report_snapshot RENAME CONSTRAINT {before} TO {after}")
    op.alter_column("report_snapshot", "drawn_up_at", new_column_name="generated_at")
    op.alter_column("report", "drawing", new_column_name="snapshot")


def downgrade() -> None:
    op.alter_column("report", "snapshot", new_column_name="drawing")
    op.alter_column("report_snapshot", "generated_at", new_column_name="drawn_up_at")
    for before, after in CONSTRAINTS.items():
        op.execute(f"ALTER TABLE report_snapshot RENAME CONSTRAINT {after} TO {before}")
    op.rename_table("report_snapshot", "report_drawing")
