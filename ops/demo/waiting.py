"""What waits for somebody's decision in the demo company, and a day of reading that is out of the ordinary."""

from __future__ import annotations

from typing import Any

from ops.demo.api_client import ApiClient
from ops.demo.paper import paper_form

READ_IN_A_DAY = 60
"""More customers than go unnoticed."""


WRITTEN = {
    "name": "顾清源",
    "sex": "male",
    "birth_date": "1986-04-12",
    "mobile": "13816024475",
    "email": "gu.qingyuan@example.com",
    "region": "上海市",
    "address": "上海市徐汇区漕溪北路 88 号 1203 室",
    "employer": "上海清源设计工作室",
}
"""What sales has entered; the paper says another number, so that there is something to be found."""

ON_PAPER = (
    ("姓名", "顾清源"),
    ("性别", "男"),
    ("出生日期", "1986 年 4 月 12 日"),
    ("手机", "138 1602 4457"),
    ("电子邮箱", "gu.qingyuan@example.com"),
    ("地区", "上海市"),
    ("住址", "徐汇区漕溪北路 88 号 1203 室"),
    ("工作单位", "上海清源设计工作室"),
)
HANDED_IN = (
    ("单位名称", "宁波海曙恒达仪表有限公司"),
    ("负责人", "沈佳"),
    ("电话", "0574-8730 2216"),
    ("行业", "仪器仪表制造业"),
)


def leave_waiting(staff: dict[str, ApiClient]) -> None:
    """Two requests to see somebody else's customer, one of them with its numbers; an export too large to go without
    consent; an entry and a change to check, a form to type; and much reading."""
    leave_entries(staff)
    ask_to_view(staff["sales2"], staff["sales"], "客户来电咨询订单，需要核对联系方式。", extent="plain")
    ask_to_view(staff["sales"], staff["manager"], "与该客户洽谈新项目，需要了解往来情况。")
    staff["head"].post("/exports", {"format": "xlsx", "language": "zh", "wanted": {}}, key="demo:export")
    for customer in staff["sales2"].pages("/customers", mine=True)[:READ_IN_A_DAY]:
        staff["sales2"].get(f"/customers/{customer['id']}")


def leave_entries(staff: dict[str, ApiClient]) -> None:
    """An entry that waits beside its paper, a change of a customer that waits, and a form for service to type."""
    sales = staff["sales"]
    entry = sales.post("/customers", {"kind": "person", "submit": True, **WRITTEN}, key="demo:entry")
    put_paper(sales, entry, "登记表-顾清源.jpg", paper_form("客户登记表（个人）", ON_PAPER))
    company = {"kind": "company", "name": HANDED_IN[0][1], "for_service": True}
    handed_in = sales.post("/customers", company, key="demo:handed-in")
    put_paper(sales, handed_in, "登记表-恒达仪表.jpg", paper_form("客户登记表（单位）", HANDED_IN))
    own = sales.get("/customers", kind="person", mine=True, tier="ordinary", status="active", limit=1)["items"][0]
    sales.patch(f"/customers/{own['id']}", {"employer": "苏州工业园区新桥科技有限公司"}, version=own["version"])


def put_paper(author: ApiClient, customer: Any, name: str, content: bytes) -> None:
    """The photo of a form, put to its entry."""
    author.upload(f"/customers/{customer['id']}/attachments", {}, name, content, key=f"demo:paper:{customer['code']}")


def ask_to_view(asker: ApiClient, owner: ApiClient, purpose: str, extent: str = "look") -> None:
    """Ask to see the first VIP customer of somebody else."""
    code = owner.get("/customers", tier="vip", mine=True, limit=1)["items"][0]["code"]
    body = {"customer_code": code, "purpose": purpose, "hours": 24, "extent": extent}
    asker.post("/view-requests", body, key=f"demo:view:{code}")
