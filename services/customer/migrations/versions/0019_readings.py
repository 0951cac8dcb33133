"""The ways to read a name. Those of persons are read anew by a job, step by step."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

READ_ANEW = """
    INSERT INTO job (id, name, payload, due_at, created_by_name, request_id)
    SELECT gen_random_uuid(), 'customer.read_names.v1', '{}', now(), '', 'migration'
    WHERE EXISTS (SELECT FROM customer WHERE kind = 'person')
"""
FORGET = (
    "UPDATE job SET status = 'cancelled' WHERE name = 'customer.read_names.v1' AND status IN ('waiting', 'running')"
)


def upgrade() -> None:
    op.add_column("customer", sa.Column("readings", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE customer SET readings = replace(sort_key, ' ', '')")
    op.execute(READ_ANEW)


def downgrade() -> None:
    op.execute(FORGET)
    op.execute("UPDATE customer SET initials = split_part(initials, ' ', 1)")
    op.drop_column("customer", "readings")
