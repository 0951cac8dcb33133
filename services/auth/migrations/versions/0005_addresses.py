"""Wrong tries are counted by address, too."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sign_in_address_at", "sign_in", ["address", "at"], unique=False, postgresql_where="NOT ok")


def downgrade() -> None:
    op.drop_index("ix_sign_in_address_at", table_name="sign_in", postgresql_where="NOT ok")
