"""Transactions of a file wait for a check, with a limit; what imports change in known records is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_batch", sa.Column("waits", sa.Boolean(), server_default="false", nullable=False))
    op.add_column(
        "import_batch",
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.create_table(
        "import_change",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_batch.id"], name=op.f("fk_import_change_import_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("import_id", "record_id", name=op.f("pk_import_change")),
    )
    op.create_index("ix_import_change_import_id_row", "import_change", ["import_id", "row"])
    op.create_table(
        "import_policy",
        sa.Column("rows_unasked", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_policy")),
    )
    op.execute("INSERT INTO import_policy VALUES (0, gen_random_uuid(), 1, now(), now())")


def downgrade() -> None:
    op.drop_table("import_policy")
    op.drop_index("ix_import_change_import_id_row", table_name="import_change")
    op.drop_table("import_change")
    op.drop_column("import_batch", "figures")
    op.drop_column("import_batch", "waits")
