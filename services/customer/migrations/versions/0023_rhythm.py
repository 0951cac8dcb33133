"""Work by tier: how each kind of customer and tier is served and how often it is contacted, and when each customer
was last contacted."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = {
    "person": ("生日和重要节日问候本人", "先看最近的业务和未结的反馈"),
    "company": ("每季度拜访负责人一次，带上往来情况", "先看最近的业务、负责人有无变动和未结的投诉"),
}
"""What of the method depends on the kind of customer."""

TIERS = {
    "vip": (
        30,
        "- 由客户经理本人联系，每月至少一次电话或上门\n- 联系之前{look}\n- {greet}\n"
        "- 投诉当天由客服领导回复，结果由客户经理再次告知\n- 每次联系后当场记下时间、对象和要点",
    ),
    "potential": (
        90,
        "- 每季度至少联系一次，了解需求和近期计划\n- 联系之前{look}\n"
        "- 临近 VIP 标准的，向客户经理提出重点跟进\n- 每次联系后当场记下时间、对象和要点",
    ),
    "ordinary": (None, "- 有来必答：来电、来访、来信都记入联系记录\n- 不定期主动联系"),
}
"""Tier -> every how many days, and the method: what is delivered, until somebody says otherwise."""

INDEX = "ix_customer_status_kind_tier_counted_from_id"


def upgrade() -> None:
    policy = op.create_table(
        "rhythm_policy",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("every_days", sa.Integer),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm_policy")),
        sa.UniqueConstraint("kind", "tier", name=op.f("uq_rhythm_policy_kind_tier")),
    )
    made = {"version": 1, "created_at": sa.func.now(), "updated_at": sa.func.now()}
    for kind, (greet, look) in KINDS.items():
        for tier, (days, method) in TIERS.items():
            words = {"method": method.format(greet=greet, look=look), "every_days": days}
            op.execute(policy.insert().values(id=uuid4(), kind=kind, tier=tier, **words, **made))
    op.add_column("case_in_hand", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.create_index("ix_case_in_hand_customer_id_ended_at", "case_in_hand", ["customer_id", "ended_at"])
    for name in ("last_contact_on", "counted_from", "told_due_on"):
        op.add_column("customer", sa.Column(name, sa.Date))
    op.execute(
        """
        UPDATE customer SET last_contact_on = noted.day,
            counted_from = coalesce(noted.day, (customer.created_at AT TIME ZONE 'Asia/Shanghai')::date)
        FROM customer AS same LEFT JOIN (
            SELECT customer_id, (max(at) AT TIME ZONE 'Asia/Shanghai')::date AS day FROM service_record
            WHERE status = 'standing' AND kind <> 'note' GROUP BY customer_id
        ) AS noted ON noted.customer_id = same.id
        WHERE same.id = customer.id
        """
    )
    op.alter_column("customer", "counted_from", nullable=False)
    op.create_index(INDEX, "customer", ["status", "kind", "tier", "counted_from", "id"])


def downgrade() -> None:
    op.drop_index(INDEX, "customer")
    for name in ("told_due_on", "counted_from", "last_contact_on"):
        op.drop_column("customer", name)
    op.drop_index("ix_case_in_hand_customer_id_ended_at", "case_in_hand")
    op.drop_column("case_in_hand", "ended_at")
    op.drop_table("rhythm_policy")
