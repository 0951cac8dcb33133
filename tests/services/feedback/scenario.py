"""Who deals with cases, and what they do with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.auth import Scope
from chassis.testing.service import Caller
from contracts.customer import CustomerChanged
from contracts.permissions import Permission as P
from contracts.reporting import TierAssigned

STAFF = {P.CASE_READ: Scope.OWN, P.CASE_WRITE: Scope.OWN}
HEAD = {P.CASE_READ: Scope.DEPARTMENT, P.CASE_WRITE: Scope.OWN}
AGENT = {P.CASE_READ: Scope.ALL, P.CASE_WRITE: Scope.ALL, P.CASE_HANDLE: Scope.ALL}
LEAD = {**AGENT, P.CASE_LEAD: Scope.ALL}
READER = {P.CASE_READ: Scope.ALL}
SAID = "feedback.case_changed.v1"
AddCustomer = Callable[..., CustomerChanged]
CreateCase = Callable[..., dict[str, Any]]
Judge = Callable[..., TierAssigned]


def step(caller: Caller, case: dict[str, Any], name: str, **body: Any) -> dict[str, Any]:
    """Do a step that must be allowed; the case after it."""
    answer = caller.post(f"/cases/{case['id']}/{name}", body or None, version=case["version"])
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def refused(caller: Caller, case: dict[str, Any], name: str, **body: Any) -> tuple[int, str]:
    """Try a step; status and code of the refusal."""
    answer = caller.post(f"/cases/{case['id']}/{name}", body or None, version=case["version"])
    return answer.status_code, answer.json["code"]


def timeline(caller: Caller, case: dict[str, Any]) -> list[str]:
    """The kinds of a case's steps, the first first."""
    items = caller.get(f"/cases/{case['id']}/timeline").json["items"]
    return [item["kind"] for item in reversed(items)]
