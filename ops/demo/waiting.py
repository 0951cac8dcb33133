"""What waits for somebody's decision in the demo company, and a day of reading that is out of the ordinary."""

from __future__ import annotations

from ops.demo.api_client import ApiClient

READ_IN_A_DAY = 60
"""More customers than go unnoticed."""


def leave_waiting(staff: dict[str, ApiClient]) -> None:
    """Two requests to see somebody else's customer, one of them with its numbers; an export too large to go without
    consent; and much reading."""
    ask_to_view(staff["sales2"], staff["sales"], "客户来电咨询订单，需要核对联系方式。", extent="plain")
    ask_to_view(staff["sales"], staff["manager"], "与该客户洽谈新项目，需要了解往来情况。")
    staff["head"].post("/exports", {"format": "xlsx", "language": "zh", "wanted": {}}, key="demo:export")
    for customer in staff["sales2"].pages("/customers", mine=True)[:READ_IN_A_DAY]:
        staff["sales2"].get(f"/customers/{customer['id']}")


def ask_to_view(asker: ApiClient, owner: ApiClient, purpose: str, extent: str = "look") -> None:
    """Ask to see the first VIP customer of somebody else."""
    code = owner.get("/customers", tier="vip", mine=True, limit=1)["items"][0]["code"]
    body = {"customer_code": code, "purpose": purpose, "hours": 24, "extent": extent}
    asker.post("/view-requests", body, key=f"demo:view:{code}")
