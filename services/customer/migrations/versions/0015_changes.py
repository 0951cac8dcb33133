"""Contact notes say who began them and with whom, and can be withdrawn; contacts can be proposed; which changes wait
for a check is a policy; entries are handed in to be typed."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


BOTH = ["name", "address", "mobile", "phone", "email"]
POLICY = {
    "person": [*BOTH, "sex", "birth_date", "employer", "owner_id", "status"],
    "company": [*BOTH, "person_in_charge", "founded_on", "owner_id", "status"],
}
ENTRIES = (
    ("ix_customer_handed_in_by_id", ["handed_in_by", "id"], "handed_in_by IS NOT NULL"),
    ("ix_customer_for_service_id", ["id"], "for_service"),
)
TIERS = ("ordinary", "potential", "vip")


def upgrade() -> None:
    policy = op.create_table(
        "check_policy",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_policy")),
        sa.UniqueConstraint("kind", "tier", name=op.f("uq_check_policy_kind_tier")),
    )
    made = {"version": 1, "created_at": sa.func.now(), "updated_at": sa.func.now()}
    for kind, fields in POLICY.items():
        for tier in TIERS:
            op.execute(policy.insert().values(id=uuid4(), kind=kind, tier=tier, fields=fields, **made))
    op.add_column("customer", sa.Column("handed_in_by", sa.Uuid))
    op.add_column("customer", _text("handed_in_by_name"))
    op.add_column("customer", sa.Column("for_service", sa.Boolean, nullable=False, server_default=sa.false()))
    for name, columns, where in ENTRIES:
        op.create_index(name, "customer", columns, postgresql_where=sa.text(where))
    op.add_column("change_request", _text("visit_by"))
    op.add_column("change_request", sa.Column("visited_at", sa.DateTime(timezone=True)))
    op.add_column("change_request", _text("visit_notes"))

    op.add_column("service_record", sa.Column("direction", sa.Text))
    op.add_column("service_record", _text("with_whom"))
    op.add_column("service_record", _text("status", "standing"))
    op.add_column("service_record", _text("withdrawn_reason"))

    op.add_column("contact", _text("status", "active"))
    op.execute("UPDATE contact SET status = 'disabled' WHERE NOT active")
    op.alter_column("contact", "status", server_default=None)
    op.drop_column("contact", "active")
    op.add_column("contact", sa.Column("author_id", sa.Uuid))
    op.add_column("contact", _text("author_name"))
    op.add_column("contact", _text("reason"))
    op.add_column("contact", sa.Column("decided_by", sa.Uuid))
    op.add_column("contact", _text("decided_by_name"))
    op.add_column("contact", sa.Column("decided_at", sa.DateTime(timezone=True)))
    op.create_index("ix_contact_proposed", "contact", ["id"], postgresql_where=sa.text("status = 'proposed'"))


def downgrade() -> None:
    for name, _, _ in ENTRIES:
        op.drop_index(name, "customer")
    for name in ("for_service", "handed_in_by_name", "handed_in_by"):
        op.drop_column("customer", name)
    for name in ("visit_notes", "visited_at", "visit_by"):
        op.drop_column("change_request", name)
    op.drop_table("check_policy")
    op.drop_index("ix_contact_proposed", "contact")
    op.add_column("contact", sa.Column("active", sa.Boolean, nullable=False, server_default="true"))
    op.execute("UPDATE contact SET active = false WHERE status <> 'active'")
    op.alter_column("contact", "active", server_default=None)
    for name in ("decided_at", "decided_by_name", "decided_by", "reason", "author_name", "author_id", "status"):
        op.drop_column("contact", name)
    for name in ("withdrawn_reason", "status", "with_whom", "direction"):
        op.drop_column("service_record", name)
