"""How often reports are drawn up by the clock, and whom they go to, is data."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.auth import SYSTEM, Scope
from chassis.auth.directory import record_staff
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from contracts.reporting import ReportFrequency
from services.reporting.usecases import emails, reports

MONDAY_AND_FIRST = date(2026, 6, 1)


def set_policy(who: Caller, **values: Any) -> dict[str, Any]:
    known = who.get("/report-policy").json
    answer = who.patch("/report-policy", values, version=known["version"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def drawn_up(service: ServiceUnderTest, clerk: Caller) -> list[tuple[str, str, str]]:
    """The reports there are after both schedules have come, twice."""
    for frequency in (ReportFrequency.WEEKLY, ReportFrequency.MONTHLY) * 2:
        with service.unit_of_work(SYSTEM) as ctx:
            reports.generate_scheduled(ctx, MONDAY_AND_FIRST, frequency)
    found = clerk.get("/reports").json["items"]
    return [(each["period_from"], each["period_to"], each["created_by_name"]) for each in found]


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        ("", [("2026-05-01", "2026-05-31", "")]),
        ("monthly", [("2026-05-01", "2026-05-31", "")]),
        ("weekly", [("2026-05-25", "2026-05-31", "")]),
        ("off", []),
    ],
    ids=["delivered", "monthly", "weekly", "off"],
)
def test_the_schedule_draws_up_once_what_the_policy_says(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, frequency: str, periods: list[Any]
) -> None:
    if frequency:
        set_policy(manager, frequency=frequency)
    assert drawn_up(service, clerk) == periods


def test_a_report_of_the_schedule_says_so_in_its_steps(service: ServiceUnderTest, clerk: Caller) -> None:
    drawn_up(service, clerk)
    [row] = clerk.get("/reports").json["items"]
    [step] = clerk.get(f"/reports/{row['id']}").json["events"]
    assert (step["kind"], step["by_name"]) == ("drawn_up", "")


@pytest.mark.parametrize(
    ("leaders", "further", "names"),
    [(True, False, ["钱总"]), (True, True, ["李助理", "钱总"]), (False, True, ["李助理"]), (False, False, [])],
)
def test_an_approved_report_goes_to_the_leadership_and_to_whom_the_policy_names(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, leaders: bool, further: bool, names: list[str]
) -> None:
    service.person("钱总", {}, roles=("leadership",))
    helper = service.person("李助理", {}, roles=("sales",))
    policy = set_policy(manager, to_leadership=leaders, staff_ids=[str(helper.actor.id)] if further else [])
    assert [each["name"] for each in policy["readers"]] == (["李助理"] if further else [])
    report = clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json
    report = clerk.post(f"/reports/{report['id']}/submit", version=report["version"]).json
    report = manager.post(f"/reports/{report['id']}/approve", version=report["version"]).json
    with service.unit_of_work(SYSTEM) as ctx:
        emails.mail_report(ctx, UUID(report["id"]))
    sent = manager.get(f"/reports/{report['id']}").json["letters"]
    assert sorted(each["to"].partition(" ")[0] for each in sent) == names


def test_whoever_reads_reports_sees_the_policy_and_only_who_may_sets_it(
    clerk: Caller, manager: Caller, service: ServiceUnderTest
) -> None:
    known = clerk.get("/report-policy").json
    assert (known["frequency"], known["to_leadership"], known["readers"], known["actions"]) == (
        "monthly",
        True,
        [],
        [],
    )
    assert clerk.patch("/report-policy", {"frequency": "off"}, version=known["version"]).status_code == 403
    assert manager.get("/report-policy").json["actions"] == ["edit"]
    nobody = service.person("无权", {P.TIER_READ: Scope.ALL})
    assert nobody.get("/report-policy").status_code == 403


def test_nobody_who_does_not_work_here_becomes_a_reader_and_who_left_stays_on_the_list(
    service: ServiceUnderTest, manager: Caller
) -> None:
    known = manager.get("/report-policy").json
    answer = manager.patch("/report-policy", {"staff_ids": [str(new_id())]}, version=known["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"staff_ids": ["unknown_choice"]})
    helper = service.person("李助理", {}, roles=("sales",))
    id = str(helper.actor.id)
    set_policy(manager, staff_ids=[id, id])
    with service.unit_of_work() as ctx:
        left = {"name": "李助理", "email": "", "roles": [], "active": False, "since": ctx.now}
        record_staff(ctx.session, id=helper.actor.id, version=2, unit_id=service.department("head"), **left)
    policy = set_policy(manager, staff_ids=[id], frequency="weekly")
    assert (policy["staff_ids"], policy["frequency"]) == ([id], "weekly")


def test_a_policy_is_changed_on_the_version_that_was_read(manager: Caller) -> None:
    known = manager.get("/report-policy").json
    set_policy(manager, frequency="weekly")
    assert manager.patch("/report-policy", {"frequency": "off"}, version=known["version"]).status_code == 412
    assert manager.patch("/report-policy", {"frequency": "daily"}, version=2).status_code == 422
