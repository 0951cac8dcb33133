"""Who works in the demo company: somebody of every role."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "guanxi-demo-2026"
"""Of everybody in the demo company."""


@dataclass(frozen=True)
class Account:
    """One of the demo staff. ``department`` is a key of DEPARTMENTS."""

    username: str
    name: str
    title: str
    roles: tuple[str, ...]
    department: str


DEPARTMENTS = {
    "sales": ("销售部", None),
    "east": ("华东销售组", "sales"),
    "north": ("华北销售组", "sales"),
    "service": ("客户服务部", None),
    "records": ("信息管理部", None),
    "accounts": ("大客户部", None),
}

ACCOUNTS = (
    Account("admin", "系统管理员", "系统管理员 system administrator", ("administrator",), ""),
    Account("leader", "周总", "公司领导 company leadership", ("leadership",), "accounts"),
    Account("manager", "林静", "客户经理 customer manager", ("customer_manager",), "accounts"),
    Account("manager2", "陈浩", "客户经理 customer manager", ("customer_manager",), "accounts"),
    Account("head", "赵敏", "部门经理 department manager", ("department_manager",), "sales"),
    Account("sales", "孙磊", "业务员 sales", ("sales",), "east"),
    Account("sales2", "吴倩", "业务员 sales", ("sales",), "north"),
    Account("service", "王芳", "客服 customer service", ("service",), "service"),
    Account("service2", "刘洋", "客服 customer service", ("service",), "service"),
    Account("lead", "郑雪", "客服领导 service lead", ("service_lead",), "service"),
    Account("verifier", "李强", "信息员 data verifier", ("verifier",), "records"),
    Account("auditor", "何平", "审计员 auditor", ("auditor",), "records"),
    Account("erp", "ERP 接口", "接口 program", ("erp",), "records"),
)
