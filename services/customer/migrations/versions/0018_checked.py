"""A check is of what stood there then, a file reaches as far as its sender, questions about masked values end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "export_policy", sa.Column("questions_an_hour", sa.BigInteger(), nullable=False, server_default="200")
    )
    op.add_column("import_batch", sa.Column("rights", JSONB(), nullable=False, server_default="{}"))
    op.execute(
        """
        UPDATE import_batch SET rights = jsonb_build_object('customer:read', reach, 'customer:write', reach)
        WHERE reach <> ''
        """
    )
    op.drop_column("import_batch", "reach")
    # Entered anew after its check, and disabled since: nobody has checked what stands there now.
    op.execute(
        """
        UPDATE customer SET verified_by = NULL, verified_by_name = '', verified_at = NULL
        WHERE status NOT IN ('active', 'disabled') OR (status = 'disabled' AND EXISTS (
            SELECT FROM change WHERE change.kind = 'customer' AND record_id = customer.id AND at > customer.verified_at
                AND change.fields -> 'status' ->> 1 IN ('draft', 'submitted', 'returned')))
        """
    )
    op.execute("UPDATE customer SET status = 'submitted' WHERE status = 'active' AND verified_at IS NULL")
    op.create_check_constraint(
        op.f("ck_customer_active_is_checked"), "customer", "status <> 'active' OR verified_at IS NOT NULL"
    )
    op.create_check_constraint(
        op.f("ck_customer_entry_is_unchecked"), "customer", "status IN ('active', 'disabled') OR verified_at IS NULL"
    )


def downgrade() -> None:
    op.drop_column("export_policy", "questions_an_hour")
    op.drop_constraint(op.f("ck_customer_entry_is_unchecked"), "customer")
    op.drop_constraint(op.f("ck_customer_active_is_checked"), "customer")
    op.add_column("import_batch", sa.Column("reach", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE import_batch SET reach = coalesce(rights ->> 'customer:write', '')")
    op.drop_column("import_batch", "rights")
