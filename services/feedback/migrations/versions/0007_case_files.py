"""Files of cases wait for somebody else's check, with a limit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from chassis.db.migrate import app_role_of, role_exists

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_import",
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import")),
    )
    op.create_index("ix_case_import_author_id_id", "case_import", ["author_id", "id"])
    op.create_index("ix_case_import_status_id", "case_import", ["status", "id"])
    op.create_table(
        "case_import_row",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("column", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["case_import.id"], name=op.f("fk_case_import_row_file_id_case_import")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_case_import_row")),
    )
    op.create_table(
        "case_import_policy",
        sa.Column("rows_unasked", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_import_policy")),
    )
    op.execute("INSERT INTO case_import_policy VALUES (0, gen_random_uuid(), 1, now(), now())")
    role = app_role_of("feedback")
    if role_exists(op.get_bind(), role):
        op.execute(f'GRANT DELETE ON case_import_row TO "{role}"')


def downgrade() -> None:
    op.drop_table("case_import_policy")
    op.drop_table("case_import_row")
    op.drop_index("ix_case_import_status_id", table_name="case_import")
    op.drop_index("ix_case_import_author_id_id", table_name="case_import")
    op.drop_table("case_import")
