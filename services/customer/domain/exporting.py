"""Exports: when one needs consent, and what its columns are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from chassis.auth import Actor
from chassis.errors import NotFound, Refused
from chassis.workflow import Step, Workflow, decisions
from contracts.customer import ExportStatus
from contracts.permissions import Permission
from services.customer.domain.spreadsheets import harmless

BETWEEN = {"zh": "、", "en": ", "}
"""Between several values in one cell."""

MOST_ROWS = 200_000
DAY = timedelta(days=1)
OWN = "custom."
"""What a column's field begins with when it is one of the house's own; its key follows."""


def by_asker(export: Any, actor: Actor) -> Refused | None:
    """Nobody but who asked for it: to everybody else there is no such file."""
    return None if export.asker_id == actor.id else NotFound()


class ExportProblem(StrEnum):
    """Why a file was not made: its asker may no longer do or see the same; more rows than are allowed; a fault."""

    ACCESS_CHANGED = "access_changed"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_MADE = "not_made"


EXPORT: Workflow[ExportStatus] = Workflow(
    decisions(
        waiting=ExportStatus.WAITING,
        leads_to={"approve": ExportStatus.RUNNING, "refuse": ExportStatus.REFUSED},
        authors=("asker_id",),
        permission=Permission.EXPORT_APPROVE,
    )
    | {"file": Step(before={ExportStatus.DONE}, permission=Permission.CUSTOMER_EXPORT, by=by_asker)}
)
"""Somebody else agrees to a large export or refuses it; the file goes to its asker alone."""


def needs_consent(rows: int, *, lately: int, unasked: int) -> bool:
    """Whether somebody else has to agree: what one exported within a day counts together, so that a large export cannot
    be had in small ones."""
    return lately + rows > unasked


@dataclass(frozen=True)
class Column:
    """A column: a field of the customer, and its heading in both languages. Those are headings that an import knows, so
    that a file can be corrected and brought back; ``kind`` when only persons or companies have it. ``words``: of a
    field of the house's own, value -> its words in both languages."""

    field: str
    zh: str
    en: str
    kind: str = ""
    words: Mapping[str, tuple[str, str]] | None = None


COLUMNS = (
    Column("code", "系统编号", "guanxi code"),
    Column("external_code", "自有编号", "customer code"),
    Column("name", "名称", "name"),
    Column("kind", "类别", "person or company"),
    Column("status", "状态", "status"),
    Column("tier", "等级", "tier"),
    Column("sex", "性别", "sex", "person"),
    Column("birth_date", "出生日期", "birth date", "person"),
    Column("marital_status", "婚姻状况", "marital status", "person"),
    Column("person_in_charge", "企业负责人", "person in charge", "company"),
    Column("industry", "行业", "industry", "company"),
    Column("founded_on", "成立日期", "founded on", "company"),
    Column("mobile", "手机", "mobile"),
    Column("phone", "电话", "phone"),
    Column("email", "电子邮箱", "email"),
    Column("region", "地区", "region"),
    Column("address", "地址", "address"),
    Column("employer", "工作单位", "employer", "person"),
    Column("employer_phone", "单位电话", "employer phone", "person"),
    Column("hobbies", "爱好", "hobbies", "person"),
    Column("background", "背景", "background", "person"),
    Column("dealings_since", "往来起始日期", "dealings since", "company"),
    Column("dealings_notes", "往来备注", "dealings notes", "company"),
    Column("owner_name", "客户负责人", "belongs to"),
    Column("exported", "导出", "exported"),
)
WORDS_ZH: Mapping[str, Mapping[str, str]] = {
    "kind": {"person": "个人", "company": "企业"},
    "status": {
        "draft": "草稿",
        "submitted": "待核对",
        "returned": "已退回",
        "active": "有效",
        "disabled": "已停用",
    },
    "tier": {"ordinary": "普通", "potential": "潜力型", "vip": "VIP"},
    "sex": {"male": "男", "female": "女"},
    "marital_status": {"single": "未婚", "married": "已婚", "divorced": "离异", "widowed": "丧偶"},
}


def columns_of(kind: str, own: Sequence[Column] = ()) -> list[Column]:
    """The columns of a file of persons, of companies, or of both; ``own``: those of the house's own fields, before the
    owner."""
    known = [column for column in COLUMNS if not kind or column.kind in ("", kind)]
    return [*known[:-2], *own, *known[-2:]]


def cells_of(columns: list[Column], values: Mapping[str, Any], language: str) -> list[str]:
    """A customer as a row: words in the file's language, dates as ISO 8601, nothing that a spreadsheet would run."""
    return [harmless(_text(column, values[column.field], language)) for column in columns]


def headings_of(columns: list[Column], language: str) -> list[str]:
    """The headings of a file's columns, in Chinese (``zh``) or English."""
    return [column.zh if language == "zh" else column.en for column in columns]


def _text(column: Column, value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return BETWEEN[language].join(_text(column, each, language) for each in value)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if column.words and text in column.words:
        return column.words[text][0 if language == "zh" else 1]
    known = WORDS_ZH.get(column.field, {})
    return known.get(text, text) if language == "zh" else text
