"""Files of feedback and complaints: what their columns mean, and their rows as the API takes cases."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from chassis.errors import Invalid
from chassis.tables.opening import ReadAs, look, rows_from
from chassis.tables.problems import CellFlaw, Choice, Limits, Row, UnreadableTable
from chassis.texts import half_width
from chassis.values import Unreadable
from chassis.values.choices import Choices
from chassis.values.headings import FLAW_COLUMNS, Headings
from chassis.values.moments import read_moment
from chassis.values.spoiled import spoiled

MOST_ROWS = 20_000
LARGEST = 32 * 1024 * 1024
"""Limits of one file: rows, and bytes unpacked. It is taken in one piece, all of it or nothing."""

OF_A_ROW = frozenset({CellFlaw.ROWS_IN_A_CELL, CellFlaw.BAD_QUOTES})
"""What makes a whole row uncertain, whichever column it stands in."""

FORMULAS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

COLUMNS = Headings(
    {
        "received_at": """
         时间 日期 收到时间 收到日期 时间(收到) 日期(收到) 反馈时间 反馈日期 投诉时间 投诉日期 受理时间 受理日期
         接收时间 接诉时间 来电时间 来访时间 登记时间 登记日期 提交时间 建单时间 发生时间 received_at received time date
        """,
        "customer_code": """
         编号 客户编号 客户代码 客户编码 客户号 客户id 会员号 会员编号 系统编号 客户 customer_code customer_id
         customer_no customer
        """,
        "channel": """
         渠道 方式 来源 途径 反馈渠道 投诉渠道 受理渠道 来源渠道 反馈方式 投诉方式 受理方式 反馈途径 投诉途径 反馈来源
         channel source
        """,
        "kind": "类型 类别 反馈类型 反馈类别 工单类型 工单类别 诉求类型 来电类型 kind type case_type",
        "content": """
         内容 反馈内容 投诉内容 反馈 具体内容 详细内容 工单内容 诉求内容 问题描述 描述 反馈详情 投诉详情 情况说明
         content description text
        """,
    },
    own=FLAW_COLUMNS,
    yields=("客户", "customer", "系统编号"),
)
GIVEN_OUT = ("时间", "客户编号", "渠道", "类型", "内容", *FLAW_COLUMNS)
"""The headings of a file of refused rows: what a case is made of, and behind it what is wrong."""

KIND = Choices(
    {
        "feedback": "反馈 意见 建议 意见建议 咨询 询问 表扬 感谢 好评 求助 反馈意见 suggestion question praise inquiry",
        "complaint": "投诉 客诉 抱怨 举报 申诉 差评 不满 complaints",
    }
)
CHANNEL = Choices(
    {
        "phone": "电话 来电 热线 客服热线 服务热线 客服电话 400 400电话 手机 call telephone tel hotline",
        "email": "邮件 邮箱 电子邮件 电子邮箱 电邮 mail e-mail",
        "web": "网络 网站 官网 网页 网上 互联网 app 小程序 网店 平台 表单 website online",
        "visit": "来访 上门 到访 到店 门店 现场 走访 面谈 当面 柜台 in_person store",
        "chat": "聊天 微信 公众号 微信公众号 企业微信 在线客服 客服聊天 短信 qq 钉钉 im wechat sms message",
    }
)


@dataclass(frozen=True)
class CaseLine:
    """A row of a file: its number as a spreadsheet shows it, and the case that it says; ``flaw``: the field whose value
    is gone, and a code, beyond what the check of its fields finds."""

    number: int
    case: dict[str, str]
    flaw: tuple[str, str] | None = None


@dataclass(frozen=True)
class CaseLines:
    """The rows of a file; ``headings``: field -> the heading of its column; ``read_as``: how the file was read."""

    headings: Mapping[str, str]
    lines: Sequence[CaseLine]
    read_as: ReadAs


def read_cases(content: bytes, zone: tzinfo, choice: Choice = Choice()) -> CaseLines:
    """The cases of a file, by the one reader of tables. Times without a zone are meant in ``zone``. Raises Invalid for
    the field ``file`` when it is no such file; a wrong row is left to the check of its fields."""
    limits = Limits(unpacked=LARGEST, memory=512 * 1024 * 1024, computing=20, waiting=25)
    file = io.BytesIO(content)
    try:
        looked = look(file, _known, limits, choice)
        places = _places(looked.headings)
        with rows_from(file, looked.read_as, looked.place, len(looked.headings), limits) as rows:
            lines = list(_lines(rows, places, zone))
    except UnreadableTable as error:
        raise Invalid(file=error.problem.value) from None
    if not lines:
        raise Invalid(file="no_rows")
    headings = {field: looked.headings[place] for field, place in places.items()}
    return CaseLines(headings, lines, looked.read_as)


def _known(cells: Sequence[str]) -> int:
    return sum(COLUMNS.is_known(cell) for cell in cells if cell)


def _places(headings: Sequence[str]) -> dict[str, int]:
    places = {column.field: place for place, column in enumerate(COLUMNS.assign(headings)) if column.field}
    if missing := [field for field in COLUMNS.fields if field not in places]:
        raise Invalid(file="columns_missing", **dict.fromkeys(missing, "not_mapped"))
    return {field: places[field] for field in COLUMNS.fields}


def _lines(rows: Iterable[Row], places: Mapping[str, int], zone: tzinfo) -> Iterator[CaseLine]:
    met: Counter[str] = Counter()
    taken = 0
    for row in rows:
        if not any(row.cells):
            continue
        taken += 1
        if taken > MOST_ROWS:
            raise Invalid(file="too_many_rows")
        values = {field: _unquoted(row.cells[place]) for field, place in places.items() if place < len(row.cells)}
        flaw = _flaw(row, places, values)
        values = {field: _read(field, value, zone) for field, value in values.items()}
        digest = hashlib.sha256("\n".join(values.get(field, "") for field in COLUMNS.fields).encode()).hexdigest()[:40]
        met[digest] += 1
        values["external_id"] = f"{digest}-{met[digest]}"  # the same file again says the same, in whatever order
        yield CaseLine(row.number, {field: value for field, value in values.items() if value}, flaw)


def _flaw(row: Row, places: Mapping[str, int], values: Mapping[str, str]) -> tuple[str, str] | None:
    """The first field whose value is gone, and why. What makes a whole row uncertain counts in any column."""
    fields = {place: field for field, place in places.items()}
    found = [(fields.get(place, "content"), code) for place, code in row.flaws if place in fields or code in OF_A_ROW]
    if found:
        field, code = found[0]
        return field, str(code)
    problems = ((field, spoiled(value)) for field, value in values.items())
    return next(((field, problem.value) for field, problem in problems if problem), None)


def row_given_out(line: Mapping[str, str], number: int, column: str, code: str, value: str) -> list[str]:
    """A refused row under GIVEN_OUT."""
    return [*(line.get(field, "") for field in COLUMNS.fields), str(number), column, code, value]


def _unquoted(cell: str) -> str:
    """A cell without the ' that it was given out with, so that no spreadsheet takes it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS else cell


def _read(field: str, cell: str, zone: tzinfo) -> str:
    """A cell as the check of its field wants it; what cannot be read stays as it is, and that check says so."""
    if field == "received_at":
        try:
            return read_moment(cell, zone, date_alone=True).isoformat()
        except Unreadable:
            return cell
    if field == "customer_code":
        return half_width(cell).strip()
    choices = {"kind": KIND, "channel": CHANNEL}.get(field)
    return (choices.find(cell) if choices else None) or cell
