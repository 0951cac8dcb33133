"""Cases are answered from templates, assigned, watched, ranked, merged and linked; who is away has a substitute."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RANK = "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
UNDONE = "status IN ('open', 'taken')"
DELIVERED = (
    (
        "01900000-0000-7000-8000-000000000001",
        "感谢 · Thanks",
        "感谢您的来信",
        "尊敬的{customer_name}：\n\n"
        "感谢您与我们联系。您反映的情况我们已经收到，并会认真对待。"
        "\n\n此致\n敬礼\n客户服务部 {agent_name}",
        "Thank you for your message",
        "Dear {customer_name},\n\nThank you for getting in touch. We have received what you told us and take it to "
        "heart.\n\nKind regards\n{agent_name}, Customer Service",
    ),
    (
        "01900000-0000-7000-8000-000000000002",
        "致歉 · Apology",
        "关于您反映的问题：我们深表歉意",
        "尊敬的{customer_name}：\n\n"
        "对于您遇到的问题，我们深表歉意。我们正在调查原因，并会尽快告诉您处理结果。"
        "\n\n此致\n敬礼\n客户服务部 {agent_name}",
        "We apologise for the trouble",
        "Dear {customer_name},\n\nWe apologise for the trouble you have had. We are finding out what went wrong and "
        "will tell you soon what we do about it.\n\nKind regards\n{agent_name}, Customer Service",
    ),
    (
        "01900000-0000-7000-8000-000000000003",
        "补充询问 · Asking back",
        "请补充说明",
        "尊敬的{customer_name}：\n\n"
        "为了处理您反映的问题，请您补充说明：\n\n\n\n您可以直接回复本邮件或致电我们。"
        "\n\n此致\n敬礼\n客户服务部 {agent_name}",
        "We need some more details",
        "Dear {customer_name},\n\nTo look into what you told us we need some more details:\n\n\n\n"
        "Please answer this mail or call us.\n\nKind regards\n{agent_name}, Customer Service",
    ),
    (
        "01900000-0000-7000-8000-000000000004",
        "处理结果 · Result",
        "您反映的问题的处理结果",
        "尊敬的{customer_name}：\n\n"
        "您反映的问题（{content}）已经处理，结果如下：\n\n\n\n如有疑问，请随时与我们联系。"
        "\n\n此致\n敬礼\n客户服务部 {agent_name}",
        "What came of your complaint",
        "Dear {customer_name},\n\nWe have dealt with what you told us ({content}). This is what came of it:\n\n\n\n"
        "If you have any questions, please let us know.\n\nKind regards\n{agent_name}, Customer Service",
    ),
)


def upgrade() -> None:
    op.add_column("case_file", sa.Column("priority", sa.Text(), server_default="normal", nullable=False))
    op.add_column(
        "case_file", sa.Column("priority_rank", sa.BigInteger(), sa.Computed(RANK, persisted=True), nullable=False)
    )
    op.add_column("case_file", sa.Column("told_by", sa.Text(), nullable=True))
    op.add_column("case_file", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_case_file_merged_into_id_case_file"), "case_file", "case_file", ["merged_into_id"], ["id"]
    )
    op.create_index("ix_case_file_due_at_id", "case_file", ["due_at", "id"])
    op.create_index("ix_case_file_priority_rank_due_at_id", "case_file", ["priority_rank", "due_at", "id"])
    op.create_index(
        "ix_case_file_undone_queue", "case_file", ["priority_rank", "due_at", "id"], postgresql_where=UNDONE
    )
    op.create_index(
        "ix_case_file_merged_into_id", "case_file", ["merged_into_id"], postgresql_where="merged_into_id IS NOT NULL"
    )
    op.execute(
        "UPDATE case_file SET told_by = 'email' WHERE EXISTS (SELECT FROM case_event AS step "
        "WHERE step.case_id = case_file.id AND step.kind = 'reply' AND step.data ->> 'mailed' = 'true')"
    )
    _pair_table("case_watcher", "staff_id", refers=False)
    op.create_index("ix_case_watcher_staff_id", "case_watcher", ["staff_id"])
    _pair_table("case_link", "other_id", refers=True)
    op.create_index("ix_case_link_other_id", "case_link", ["other_id"])
    templates = op.create_table(
        "reply_template",
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_index("ix_reply_template_name_id", "reply_template", ["name", "id"])
    now = sa.func.now()
    op.execute(
        templates.insert().values(
            [
                {"id": id, "version": 1, "created_at": now, "updated_at": now, **dict(zip(TEXTS, texts, strict=True))}
                for id, *texts in DELIVERED
            ]
        )
    )
    op.create_table(
        "absence",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_to_day_id", "absence", ["to_day", "id"])
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


TEXTS = ("name", "subject_zh", "text_zh", "subject_en", "text_en")


def _versioned() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def _pair_table(name: str, other: str, *, refers: bool) -> None:
    columns = ["case_id", other] if refers else ["case_id"]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(other, sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        *(
            sa.ForeignKeyConstraint([column], ["case_file.id"], name=op.f(f"fk_{name}_{column}_case_file"))
            for column in columns
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("case_id", other, name=op.f(f"uq_{name}_case_id_{other}")),
    )


def downgrade() -> None:
    for table in ("absence", "reply_template", "case_link", "case_watcher"):
        op.drop_table(table)
    for index in ("merged_into_id", "undone_queue", "priority_rank_due_at_id", "due_at_id"):
        op.drop_index(f"ix_case_file_{index}", table_name="case_file")
    for column in ("merged_into_id", "told_by", "priority_rank", "priority"):
        op.drop_column("case_file", column)
