"""Four eyes, and duties that do not go together, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ops.demo.api_client import eventually
from tests.access.fixtures import ask_to_view, bring, draft, enter, send_cases
from tests.access.rights import Relation
from tests.access.scenario import Scenario
from tests.support.written import WRITTEN, Written

BOTH = "both"
"""Somebody with the roles of the author and of the checker: service, verifier and customer manager."""


@dataclass(frozen=True)
class FourEyes:
    """What nobody decides who wrote it: ``make`` writes one as ``by`` and returns it, ``steps`` are what is refused."""

    en: str
    zh: str
    make: Callable[[Scenario, str], Any]
    by: str
    steps: tuple[tuple[str, Any], ...]


def _entry(scenario: Scenario, by: str) -> Any:
    return draft(scenario, by, by)


def _changed_entry(scenario: Scenario, by: str) -> Any:
    """An entry of somebody else, whose owner has changed what stands in it."""
    made = draft(scenario, "north.owner", by)
    return scenario.patch(by, f"/customers/{made['id']}", {"name": f"改{made['name']}"}, made["version"])


def _change(scenario: Scenario, by: str) -> Any:
    made = enter(scenario, by)
    return scenario.patch(by, f"/customers/{made['id']}", {"sex": "male"}, made["version"])["change_request"]


def _import(scenario: Scenario, by: str) -> Any:
    made = bring(scenario, by)
    path = f"/imports/{made['id']}"
    scenario.api(by).post(f"{path}/start", {}, version=made["version"])

    def waiting() -> Any:
        found = scenario.api(by).get(path)
        return found if found["status"] == "waiting_check" else None

    return eventually(waiting, what="the import to wait for its check", every=0.05)


def _report(scenario: Scenario, by: str) -> Any:
    day = (datetime(2024, 3, 1, tzinfo=UTC) + timedelta(days=next(scenario.numbers))).date().isoformat()
    made = scenario.api(by).post("/reports", {"period_from": day, "period_to": day})
    return scenario.api(by).post(f"/reports/{made['id']}/submit", version=made["version"])


def _view_request(scenario: Scenario, by: str) -> Any:
    vip = scenario.api("leadership").get(f"/customers/{scenario.ids['vip'][Relation.OTHER]}")
    return ask_to_view(scenario, by, vip["code"])


def _export(scenario: Scenario, by: str) -> Any:
    id = scenario.own["export"][by, Relation.OWN]
    return {"id": id, "version": scenario.versions[id]}


def _submitted(kind: Written) -> FourEyes:
    """Of what some write and others approve."""

    def make(scenario: Scenario, by: str) -> Any:
        made = scenario.api(by).post(kind.path, dict(kind.body))
        return scenario.api(by).post(f"{kind.path}/{made['id']}/submit", version=made["version"])

    steps = ((f"{kind.path}/{{id}}/approve", None), (f"{kind.path}/{{id}}/return", {"comment": "请补充"}))
    return FourEyes(f"an own {kind.name.replace('_', ' ')}", f"本人的{kind.zh}", make, f"both.{kind.name}", steps)


REASON = {"reason": "unclear"}
ENTRY = (("/customers/{id}/approve", None), ("/customers/{id}/return", REASON))

FOUR_EYES = (
    FourEyes("an own entry", "本人的录入", _entry, BOTH, ENTRY),
    FourEyes("an entry one has changed oneself", "本人改动过的录入", _changed_entry, BOTH, ENTRY[:1]),
    FourEyes(
        "an own change of a customer",
        "本人提出的客户变更",
        _change,
        BOTH,
        (("/change-requests/{id}/approve", None), ("/change-requests/{id}/reject", REASON)),
    ),
    FourEyes(
        "an own import",
        "本人的导入",
        _import,
        BOTH,
        (
            ("/imports/{id}/approve", None),
            ("/imports/{id}/return", REASON),
            ("/imports/{id}/return-rows", {"rows": [2], "reason": "与表格不符"}),
        ),
    ),
    FourEyes(
        "an own file of feedback and complaints",
        "本人的反馈投诉文件",
        send_cases,
        "service_lead",
        (
            ("/case-files/{id}/approve", None),
            ("/case-files/{id}/return", REASON),
            ("/case-files/{id}/return-rows", {"rows": [2], "reason": "unclear"}),
        ),
    ),
    FourEyes(
        "an own request to view a customer",
        "本人的查看申请",
        _view_request,
        "department_manager",
        (("/view-requests/{id}/approve", {}), ("/view-requests/{id}/refuse", REASON)),
    ),
    FourEyes(
        "an own export",
        "本人的导出",
        _export,
        "department_manager",
        (("/exports/{id}/approve", {}), ("/exports/{id}/refuse", REASON)),
    ),
    FourEyes(
        "an own report",
        "本人的报告",
        _report,
        BOTH,
        (("/reports/{id}/approve", None), ("/reports/{id}/return", {"comment": "请补充"})),
    ),
    *(_submitted(kind) for kind in WRITTEN),
)

NOT_WITH_ADMINISTRATOR = (
    "verifier",
    "sales",
    "service",
    "service_lead",
    "customer_manager",
    "department_manager",
    "leadership",
    "auditor",
    "erp",
)
"""Nobody has one of these roles who also runs the accounts: nobody has both duties."""
