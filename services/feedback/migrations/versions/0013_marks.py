"""Who has a case is told before it is due, and the leadership when it is. Of what is there already, what is not yet due
is told of at its deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

UNDONE = "status IN ('open', 'taken')"
NO_ANSWER = f"{UNDONE} AND first_answered_at IS NULL AND NOT first_told"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("mark", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("case_file", sa.Column("mark_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_file", sa.Column("first_told", sa.Boolean(), server_default="false", nullable=False))
    op.execute(f"UPDATE case_file SET mark = 2, mark_at = due_at WHERE {UNDONE} AND due_at > now()")  # noqa: S608
    op.create_index("ix_case_file_mark_at", "case_file", ["mark_at"], postgresql_where=UNDONE)
    op.create_index("ix_case_file_first_due_at", "case_file", ["first_due_at"], postgresql_where=NO_ANSWER)


def downgrade() -> None:
    for index in ("first_due_at", "mark_at"):
        op.drop_index(f"ix_case_file_{index}", table_name="case_file")
    for column in ("first_told", "mark_at", "mark"):
        op.drop_column("case_file", column)
