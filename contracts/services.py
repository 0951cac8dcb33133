"""The services of the house: the one list that launcher, databases, gateway, checks and tests read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """A service. ``port``: where it listens on one machine, counted from the gateway's port; 10 and up are servers'."""

    name: str
    port: int
    title_en: str
    title_zh: str


REGISTRY = (
    Service("auth", 1, "accounts and departments", "账号与部门"),
    Service("customer", 2, "customers", "客户"),
    Service("feedback", 3, "feedback and complaints", "反馈与投诉"),
    Service("reporting", 4, "tiers and reports", "分级与报告"),
    Service("activity", 5, "activity", "动态"),
)

SERVICES = tuple(service.name for service in REGISTRY)
"""Their names, in the order in which they stand everywhere."""
