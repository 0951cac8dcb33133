"""An answer names an action exactly when it would be accepted from the one who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P

BODIES = {"return": {"comment": "请补充"}, "answer": {"answer": "已补充"}, "edit": {"note": "更严"}}
WORKS_ON_REPORTS = (P.REPORT_READ, P.REPORT_WRITE, P.REPORT_REVIEW)


def may(*permissions: P) -> dict[P, Scope]:
    return dict.fromkeys(permissions, Scope.ALL)


def accepted(answer: TestResponse) -> bool:
    """Whether a command was accepted, or refused as something that this person may not do now."""
    if answer.status_code == 200:
        return True
    assert (answer.status_code, answer.json["code"]) in (
        (403, "forbidden"),
        (409, "wrong_status"),
        (409, "same_person"),
    ), answer.text
    return False


@dataclass
class Reports:
    """Reports in any state, each of a period of its own, made by ``author`` and submitted by ``submitter``."""

    service: ServiceUnderTest
    author: Caller = field(init=False)
    submitter: Caller = field(init=False)
    reviewer: Caller = field(init=False)
    periods: Iterator[date] = field(init=False)

    def __post_init__(self) -> None:
        self.author, self.submitter, self.reviewer = (
            self.service.person(name, may(*WORKS_ON_REPORTS)) for name in ("作者", "提交人", "审核人")
        )
        self.periods = (date(2026, 1, 1) + timedelta(days=number) for number in range(300))

    def make(self, status: str) -> dict[str, Any]:
        day = next(self.periods).isoformat()
        report = self.author.post("/reports", {"period_from": day, "period_to": day}).json
        if status != "draft":
            report = self.act(self.submitter, report, "submit").json
        if status in ("returned", "approved"):
            report = self.act(self.reviewer, report, {"returned": "return", "approved": "approve"}[status]).json
        assert report["status"] == status
        return dict(report)

    def act(self, actor: Caller, report: dict[str, Any], action: str) -> TestResponse:
        if action == "edit":
            return actor.patch(f"/reports/{report['id']}", {"why": "人手不足"}, version=report["version"])
        path = f"/reports/{report['id']}/{'letters/retry' if action == 'retry' else action}"
        return actor.post(path, BODIES.get(action), version=report["version"])


@pytest.fixture
def reports(service: ServiceUnderTest) -> Reports:
    return Reports(service)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved"])
def test_a_report_names_exactly_what_one_may_do_with_it(
    service: ServiceUnderTest, reports: Reports, status: str
) -> None:
    actors = {
        "author": reports.author,
        "submitter": reports.submitter,
        "reviewer": reports.reviewer,
        "clerk": service.person("客服", may(P.REPORT_READ, P.REPORT_WRITE)),
        "manager": service.person("经理", may(P.REPORT_READ, P.REPORT_REVIEW)),
        "reader": service.person("读者", may(P.REPORT_READ)),
    }
    for name, actor in actors.items():
        report = reports.make(status)
        named = actor.get(f"/reports/{report['id']}").json["actions"]
        for action in ("edit", "answer", "submit", "redraw", "approve", "return", "retry"):
            fresh = reports.make(status) if action in named else report
            answer = reports.act(actor, fresh, action)
            assert accepted(answer) == (action in named), (name, action)


def test_the_answer_of_a_command_names_what_comes_next(reports: Reports) -> None:
    report = reports.make("submitted")
    answer = reports.act(reports.reviewer, report, "return").json
    assert (
        answer["actions"]
        == reports.reviewer.get(f"/reports/{report['id']}").json["actions"]
        == [
            "edit",
            "answer",
            "submit",
            "redraw",
        ]
    )


@pytest.mark.parametrize("status", ["draft", "active", "retired"])
def test_a_policy_names_exactly_what_one_may_do_with_it(
    service: ServiceUnderTest, manager: Caller, status: str
) -> None:
    reader = service.person("读者", may(P.TIER_READ))
    for actor in (manager, reader):
        policy = policy_in(manager, status)
        named = actor.get(f"/tiers/policies/{policy['id']}").json["actions"]
        listed = next(each for each in actor.get("/tiers/policies").json["items"] if each["id"] == policy["id"])
        assert listed["actions"] == named
        for action, call in CALLS.items():
            assert accepted(call(actor, policy_in(manager, status))) == (action in named), (actor.actor.name, action)


def policy_in(manager: Caller, status: str) -> dict[str, Any]:
    """A policy in this state; the one that is in force, or was before it."""
    draft = manager.post("/tiers/policies").json
    if status != "draft":
        draft = manager.post(f"/tiers/policies/{draft['id']}/activate", version=draft["version"]).json
    if status == "retired":
        policy_in(manager, "active")
    found = manager.get(f"/tiers/policies/{draft['id']}").json
    assert found["status"] == status
    return dict(found)


CALLS: dict[str, Callable[[Caller, dict[str, Any]], TestResponse]] = {
    "edit": lambda actor, policy: actor.patch(
        f"/tiers/policies/{policy['id']}", BODIES["edit"], version=policy["version"]
    ),
    "try": lambda actor, policy: actor.post(f"/tiers/policies/{policy['id']}/try"),
    "activate": lambda actor, policy: actor.post(f"/tiers/policies/{policy['id']}/activate", version=policy["version"]),
}


def test_the_policy_in_force_is_answered_with_its_actions_beside_the_summary(manager: Caller) -> None:
    assert manager.get("/tiers/summary").json["active_policy"]["actions"] == ["try"]
