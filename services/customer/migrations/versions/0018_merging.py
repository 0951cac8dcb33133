"""Customers that are there twice: likely pairs, merges, what each moved, and where a customer went."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CORE_NAME = """
    regexp_replace(
        regexp_replace(
            regexp_replace(lower(replace(name, ' ', '')), '[（(][^）)]*[）)]', '', 'g'),
            '^([^省]{2,3}省)?([^市]{2,3}市)?', ''
        ),
        '(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司)$', ''
    )
"""


def record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def customer(name: str, table: str) -> tuple[sa.schema.SchemaItem, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint([name], ["customer.id"], name=f"fk_{table}_{name}_customer")
    return sa.Column(name, sa.Uuid(), nullable=False), key


def upgrade() -> None:
    op.add_column("customer", sa.Column("merged_into", sa.Uuid()))
    op.create_index(
        "ix_customer_merged_into", "customer", ["merged_into"], postgresql_where=sa.text("merged_into IS NOT NULL")
    )
    op.create_index("ix_customer_core_name_id", "customer", [sa.text(f"({CORE_NAME})"), "id"])
    record(
        "merge",
        *customer("customer_id", "merge"),
        *customer("into_id", "merge"),
        sa.Column("taken", JSONB(), nullable=False),
        sa.Column("kept", JSONB(), nullable=False, server_default="[]"),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("separated_by", sa.Uuid()),
        sa.Column("separated_by_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("separated_at", MOMENT),
    )
    op.create_index(
        "uq_merge_in_force", "merge", ["customer_id"], unique=True, postgresql_where=sa.text("separated_at IS NULL")
    )
    op.create_index("ix_merge_into_id", "merge", ["into_id"])
    op.create_table(
        "merged_row",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merge.id"], name="fk_merged_row_merge_id_merge"),
        sa.PrimaryKeyConstraint("merge_id", "table_name", "row_id", name="pk_merged_row"),
    )
    record(
        "likely_pair",
        *customer("first_id", "likely_pair"),
        *customer("second_id", "likely_pair"),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_by_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_at", MOMENT),
        sa.UniqueConstraint("first_id", "second_id", name="uq_likely_pair_first_id_second_id"),
    )
    op.create_index("ix_likely_pair_second_id", "likely_pair", ["second_id"])
    op.create_index("ix_likely_pair_open", "likely_pair", ["score", "id"], postgresql_where=sa.text("status = 'open'"))


def downgrade() -> None:
    for table in ("likely_pair", "merged_row", "merge"):
        op.drop_table(table)
    op.drop_index("ix_customer_core_name_id", "customer")
    op.drop_index("ix_customer_merged_into", "customer")
    op.drop_column("customer", "merged_into")
