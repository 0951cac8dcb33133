"""Accounts of programs are a kind of their own, and two people want a token by which a program reaches customers."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("role", sa.Column("for_programs", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("staff", sa.Column("program", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("api_token", sa.Column("for_two", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("api_token", sa.Column("confirmed_at", sa.DateTime(timezone=True)))
    op.add_column("account_request", sa.Column("token_id", sa.Uuid()))
    op.create_foreign_key("fk_account_request_token_id_api_token", "account_request", "api_token", ["token_id"], ["id"])
    op.execute("UPDATE role SET for_programs = true WHERE code = 'erp'")
    op.execute("UPDATE staff SET program = true WHERE roles = ARRAY['erp']")
    # Who has other roles as well is a person, and a person holds no program's role.
    op.execute(
        "UPDATE staff SET roles = array_remove(roles, 'erp'), version = version + 1 "
        "WHERE NOT program AND 'erp' = ANY (roles)"
    )
    op.execute(
        "UPDATE api_token SET revoked_at = now(), version = version + 1 WHERE revoked_at IS NULL "
        "AND made_by IS DISTINCT FROM staff_id AND staff_id IN (SELECT id FROM staff WHERE NOT program)"
    )


def downgrade() -> None:
    op.drop_constraint("fk_account_request_token_id_api_token", "account_request")
    op.drop_column("account_request", "token_id")
    op.drop_column("api_token", "confirmed_at")
    op.drop_column("api_token", "for_two")
    op.drop_column("staff", "program")
    op.drop_column("role", "for_programs")
