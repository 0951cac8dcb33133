"""A person and a customer as the services answer them."""

from typing import Any

STAFF = {
    "id": "0192f0c1-0000-7000-8000-000000000001",
    "name": "王芳",
    "username": "wangfang",
    "department_id": "0192f0c1-0000-7000-8000-0000000000d1",
    "department_name": "客服部",
    "roles": ["service"],
}
ID = "0192f0c1-0000-7000-8000-0000000000c1"
CUSTOMER: dict[str, Any] = {
    "id": ID,
    "version": 3,
    "code": "C2026000001A",
    "external_code": "E1",
    "kind": "company",
    "name": "海天<b>天线</b>",
    "status": "active",
    "tier": "vip",
    "region": "北京",
    "industry": "制造业",
    "mobile": "",
    "owner_id": STAFF["id"],
    "owner_name": "王芳",
    "author_id": "0192f0c1-0000-7000-8000-0000000000aa",
    "author_name": "刘洋",
    "created_at": "2026-11-20T20:30:00+00:00",
    "change_request": None,
    "hand_over": False,
}
