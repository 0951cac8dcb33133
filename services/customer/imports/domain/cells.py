"""Cells of a file as our fields want them: 男 -> male, 2009/11/09 -> 2009-11-09, ￥1,234.50 -> 1234.50.

A word of a choice that is not known stays as it is: the check of its field says what is wrong with it.
"""

from __future__ import annotations

from datetime import tzinfo
from decimal import Decimal
from typing import Any

from chassis.phones import NoPhone, normalise_mobile
from chassis.texts import half_width
from chassis.values import Unreadable
from chassis.values.blanks import is_blank, is_emptying
from chassis.values.choices import Choices
from chassis.values.moments import read_date
from chassis.values.numbers import read_number, read_whole, times
from chassis.values.spoiled import spoiled
from chassis.values.units import COUNT, MONEY
from contracts.customer import CustomerKind, ImportKind
from services.customer.imports.domain.headings import CODE, KIND, MOBILE_OR_PHONE, OWNER

ONE = Decimal(1)

SEX = Choices(
    {"male": "男 男性 男士 先生 m man mr mr.", "female": "女 女性 女士 小姐 太太 f woman ms ms. mrs mrs. miss"}
)
MARITAL = Choices(
    {
        "married": "已婚 结婚 有配偶 再婚 复婚 初婚",
        "single": "未婚 单身 unmarried",
        "divorced": "离异 离婚 已离婚 离婚未再婚",
        "widowed": "丧偶 丧夫 丧妻",
    }
)
TRANSACTION_KIND = Choices(
    {
        "sale": "销售 购买 消费 订单 下单 出库 销售出库 销售出库单 销售订单 销售单 普通销售 零售 批发 sales purchase",
        "service": "服务 维修 维护 安装 保养 维保 技术服务 售后服务 services",
        "return": "退货 退款 退单 退回 销售退货 销售退货单 退货单 销售退回 红字 红冲 冲红 冲销 returns refund refunded",
    }
)
VOID = Choices(
    {
        True: "是 true yes y t 1 作废 已作废 取消 已取消 无效 √ ✓ ✔ 对 void cancelled canceled",
        False: "否 false no n f 0 正常 有效 未作废 未取消 不作废 非 valid",
    }
)
CUSTOMER_KIND = Choices(
    {
        CustomerKind.PERSON: "个人 个人客户 自然人 私人 散客 个人用户 对私 persons individual private consumer",
        CustomerKind.COMPANY: "企业 公司 单位 机构 组织 法人 企业客户 公司客户 单位客户 机构客户 企业用户 对公 法人客户"
        " companies enterprise corporate business organization organisation",
    }
)
_CHOICES: dict[str, Choices[Any]] = {"sex": SEX, "marital_status": MARITAL, "void": VOID}
_KINDS: dict[ImportKind, Choices[Any]] = {
    ImportKind.PERSONS: CUSTOMER_KIND,
    ImportKind.COMPANIES: CUSTOMER_KIND,
    ImportKind.TRANSACTIONS: TRANSACTION_KIND,
}
DATES = frozenset({"birth_date", "founded_on", "dealings_since", "occurred_on"})
CODES = frozenset({CODE, "external_code", "external_id", "customer_code"})
"""Fields that are compared letter by letter, and so kept in the letters that a keyboard has."""

_KEYBOARD = CODES | {"email"}
_ONE_LINE = frozenset({"region", "industry", "address", "employer", "person_in_charge", "product"})
"""Texts of one line that a spreadsheet may have broken to fit its column. A name is not joined: nobody knows how."""

_ALWAYS_SAID = CODES | {"name", OWNER, "customer_code", "occurred_on", "quantity", "amount"}
"""Fields in which a word for nothing is a word: there may be a customer that is called 无."""

_MEANS_MORE = _ALWAYS_SAID | {KIND, "void"}
READ_BY_THEMSELVES = DATES | {
    "quantity",
    "amount",
    "sex",
    "marital_status",
    KIND,
    "void",
    "mobile",
    "phone",
    "employer_phone",
}
"""Fields that no spreadsheet's formula can be in: what cannot be read is refused."""


def may_be_left_out(field: str) -> bool:
    """Whether a row can be stored without a value that is wrong. It cannot without what finds its record, whose it is,
    or what makes it count."""
    return field not in _MEANS_MORE


def says_nothing(field: str, cell: str) -> bool:
    """Whether a cell is empty, or says in a word that it is, where that may be."""
    return not cell or (field not in _ALWAYS_SAID and is_blank(cell))


def empties(field: str, cell: str) -> bool:
    """Whether a cell asks for what is known to be emptied, where that may be."""
    return may_be_left_out(field) and is_emptying(cell)


def read_cell(kind: ImportKind, field: str, cell: str, *, factor: Decimal = ONE, zone: tzinfo | None = None) -> Any:
    """A cell as the check of its field wants it. ``factor``: what the numbers of its column are multiplied by;
    ``zone``: where a moment's day is meant. Raises Unreadable."""
    if problem := spoiled(cell):
        raise Unreadable(problem)
    if field in DATES:
        return read_date(cell, zone).isoformat()
    if field == "amount":
        return f"{times(read_number(cell, of=MONEY), factor):f}"
    if field == "quantity":
        return read_whole(cell, of=COUNT, factor=factor)
    choices = _KINDS[kind] if field == KIND else _CHOICES.get(field)
    if choices:
        known = choices.find(cell)
        return cell.lower() if known is None else known
    if field in _KEYBOARD:
        return half_width(cell).strip()
    return " ".join(cell.splitlines()) if field in _ONE_LINE else cell


def place_of_number(text: str) -> str:
    """Whether a number of a column with both is a mobile or another phone number."""
    try:
        normalise_mobile(text)
    except NoPhone:
        return "phone"
    return "mobile"


def field_of(field: str, cell: str) -> str:
    """Where a cell of a column that is mapped to ``field`` goes."""
    return place_of_number(cell) if field == MOBILE_OR_PHONE else field
