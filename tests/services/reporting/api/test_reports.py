"""A report is generated, submitted, returned, generated again and approved by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.codes import is_code
from chassis.jobs.tables import job
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.reporting.scenario import Cases

OCTOBER = {"period_from": "2026-10-01", "period_to": "2026-10-31"}
Generate = Callable[..., dict[str, Any]]


@pytest.fixture
def generate(clerk: Caller) -> Generate:
    """``generate("submit")`` is October's report after these moves of customer service."""

    def make(*moves: str) -> dict[str, Any]:
        report = clerk.post("/reports", OCTOBER).json
        for move in moves:
            answer = clerk.post(f"/reports/{report['id']}/{move}", version=report["version"])
            assert answer.status_code == 200, answer.json
            report = answer.json
        return dict(report)

    return make


def test_a_report_is_generated_as_a_draft_with_frozen_figures(clerk: Caller, cases: Cases, generate: Generate) -> None:
    cases.case("2026-10-05T10:00")
    report = generate()
    assert (report["status"], report["created_by_name"], report["version"]) == ("draft", "王芳", 1)
    assert is_code(report["code"])
    cases.case("2026-10-06T10:00")
    again = clerk.get(f"/reports/{report['id']}").json
    assert (again["figures"]["total"]["now"], again["letters"]) == (1, [])
    assert again["figures"]["by_kind"][1] == {
        "key": "complaint",
        "now": 1,
        "before": 0,
        "change": 1,
        "percent": None,
    }


def test_a_draft_is_compiled_again_on_demand(clerk: Caller, cases: Cases, generate: Generate) -> None:
    report = generate()
    cases.case("2026-10-06T10:00")
    again = clerk.post(f"/reports/{report['id']}/redraw", version=report["version"]).json
    assert (again["figures"]["total"]["now"], again["version"]) == (1, 2)


def test_there_is_one_report_a_period(clerk: Caller, generate: Generate) -> None:
    first = generate()
    answer = clerk.post("/reports", OCTOBER)
    assert (answer.status_code, answer.json["code"], answer.json["detail"]["id"]) == (409, "report_exists", first["id"])


def test_a_report_goes_from_draft_over_a_return_to_approval(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, generate: Generate
) -> None:
    report = generate("submit")
    assert (report["status"], report["submitted_by_name"]) == ("submitted", "王芳")
    returned = manager.post(
        f"/reports/{report['id']}/return", {"comment": "请核对地区"}, version=report["version"]
    ).json
    assert (returned["status"], returned["comment"]) == ("returned", "请核对地区")
    regenerated = clerk.post(f"/reports/{report['id']}/redraw", version=returned["version"]).json
    again = clerk.post(f"/reports/{report['id']}/submit", version=regenerated["version"]).json
    approved = manager.post(f"/reports/{report['id']}/approve", version=again["version"]).json
    assert (approved["status"], approved["reviewed_by_name"]) == ("approved", "赵敏")
    [told] = service.told("reporting.report_approved.v1")
    assert (told["report_id"], told["code"], told["version"], told["approved_by"]) == (
        report["id"],
        report["code"],
        approved["version"],
        str(manager.actor.id),
    )
    with service.engine.connect() as connection:
        [name] = connection.scalars(select(job.c.name))
    assert name == "reporting.mail_report.v1"


def test_nobody_approves_or_returns_an_own_report(service: ServiceUnderTest) -> None:
    both = service.person("全能", {P.REPORT_READ: Scope.ALL, P.REPORT_WRITE: Scope.ALL, P.REPORT_REVIEW: Scope.ALL})
    report = both.post("/reports", OCTOBER).json
    handed = both.post(f"/reports/{report['id']}/submit", version=report["version"]).json
    for move, body in (("approve", None), ("return", {"comment": "x"})):
        answer = both.post(f"/reports/{report['id']}/{move}", body, version=handed["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "same_person")
    assert both.get(f"/reports/{report['id']}").json["status"] == "submitted"


@pytest.mark.parametrize(("move", "body"), [("approve", None), ("return", {"comment": "x"})])
def test_nobody_reviews_what_they_handed_in_even_if_somebody_else_has_generated_it(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, generate: Generate, move: str, body: Any
) -> None:
    everything = {P.REPORT_READ: Scope.ALL, P.REPORT_WRITE: Scope.ALL, P.REPORT_REVIEW: Scope.ALL}
    submitter, author = (service.person(name, everything) for name in ("提交人", "起草人"))
    report = author.post("/reports", OCTOBER).json
    path = f"/reports/{report['id']}"
    handed = submitter.post(f"{path}/submit", version=report["version"]).json
    for own in (submitter, author):
        answer = own.post(f"{path}/{move}", body, version=handed["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "same_person")
    assert manager.post(f"{path}/{move}", body, version=handed["version"]).status_code == 200


def test_what_does_not_fit_the_status_is_refused(clerk: Caller, manager: Caller, generate: Generate) -> None:
    report = generate()
    answer = manager.post(f"/reports/{report['id']}/approve", version=report["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
    handed = clerk.post(f"/reports/{report['id']}/submit", version=report["version"]).json
    answer = clerk.post(f"/reports/{report['id']}/redraw", version=handed["version"])
    assert (answer.status_code, answer.json["detail"]["status"]) == (409, "submitted")
    answer = manager.post(f"/reports/{report['id']}/letters/retry")
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")


def test_a_stale_version_changes_nothing(clerk: Caller, generate: Generate) -> None:
    report = generate("redraw")
    assert clerk.post(f"/reports/{report['id']}/submit", version=1).status_code == 412
    assert clerk.post(f"/reports/{report['id']}/submit").status_code == 428


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"period_from": "2026-10-01"}, {"period_to": ["required"]}),
        ({"period_from": "2026-02-31", "period_to": "2026-03-01"}, {"period_from": ["not_a_date"]}),
        ({"period_from": "2026-10-02", "period_to": "2026-10-01"}, {"period_to": ["before_period_from"]}),
        ({"period_from": "2026-10-02", "period_to": "2999-10-01"}, {"period_to": ["in_future"]}),
    ],
)
def test_a_period_that_does_not_fit_is_refused(clerk: Caller, body: dict[str, str], fields: dict[str, Any]) -> None:
    answer = clerk.post("/reports", body)
    assert (answer.status_code, answer.json["fields"]) == (422, fields)


def test_reports_are_listed_the_one_made_last_first(clerk: Caller, generate: Generate) -> None:
    clerk.post("/reports", {"period_from": "2026-09-01", "period_to": "2026-09-30"})
    generate()
    page = clerk.get("/reports?limit=1").json
    assert [item["period_from"] for item in page["items"]] == ["2026-10-01"]
    rest = clerk.get(f"/reports?limit=1&after={page['next']}").json
    assert ([item["period_from"] for item in rest["items"]], rest["next"]) == (["2026-09-01"], None)
    assert "figures" not in rest["items"][0]
    assert clerk.get("/reports?status=approved").json["items"] == []


@pytest.mark.parametrize(
    ("sort", "periods"),
    [
        ("", ["2026-08-01", "2026-10-01", "2026-09-01"]),
        ("created_at", ["2026-09-01", "2026-10-01", "2026-08-01"]),
        ("-period_from", ["2026-10-01", "2026-09-01", "2026-08-01"]),
        ("period_from", ["2026-08-01", "2026-09-01", "2026-10-01"]),
        ("code", ["2026-09-01", "2026-10-01", "2026-08-01"]),
        ("-code", ["2026-08-01", "2026-10-01", "2026-09-01"]),
    ],
)
def test_reports_are_sorted_by_when_they_were_made_period_or_code_page_by_page(
    clerk: Caller, sort: str, periods: list[str]
) -> None:
    for month in (9, 10, 8):
        clerk.post("/reports", {"period_from": f"2026-{month:02d}-01", "period_to": f"2026-{month:02d}-28"})
    first = clerk.get(f"/reports?limit=2&sort={sort}").json
    rest = clerk.get(f"/reports?limit=2&sort={sort}&after={first['next']}").json
    assert [item["period_from"] for item in (*first["items"], *rest["items"])] == periods


def test_an_order_that_reports_do_not_have_is_refused(clerk: Caller) -> None:
    answer = clerk.get("/reports?sort=comment")
    assert (answer.status_code, answer.json["fields"]) == (422, {"sort": ["unknown_choice"]})


def test_reading_writing_and_reviewing_are_permissions_of_their_own(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, generate: Generate
) -> None:
    report = generate("submit")
    assert manager.post("/reports", OCTOBER).status_code == 403
    assert clerk.post(f"/reports/{report['id']}/approve", version=report["version"]).status_code == 403
    nobody = service.person("无权", {P.TIER_READ: Scope.ALL})
    assert nobody.get(f"/reports/{report['id']}").status_code == 403
    assert nobody.get(f"/reports/{report['id']}/pdf").status_code == 403


def test_whoever_opens_a_report_is_on_record(service: ServiceUnderTest, clerk: Caller, generate: Generate) -> None:
    report = generate()
    assert clerk.get(f"/reports/{report['id']}").status_code == 200
    assert clerk.get(f"/reports/{report['id']}/pdf").status_code == 200
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_id)).all()
    assert rows == [("report", UUID(report["id"]), clerk.actor.id)] * 2


def test_the_paper_is_dated_by_its_figures_not_by_the_clock(clerk: Caller, generate: Generate) -> None:
    report = generate()
    paper = clerk.get(f"/reports/{report['id']}/pdf").data
    as_of = datetime.fromisoformat(report["figures"]["as_of"])
    assert re.findall(rb"/CreationDate ?\(D:(\d{14})", paper) == [f"{as_of:%Y%m%d%H%M%S}".encode()]


def test_who_reviews_is_shown_what_waits_and_who_writes_what_is_in_hand(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, generate: Generate
) -> None:
    both = service.person(
        "兼任", {P.REPORT_READ: Scope.ALL, P.REPORT_WRITE: Scope.ALL, P.REPORT_REVIEW: Scope.ALL}, roles=("service",)
    )

    def shown(caller: Caller, which: str) -> list[str]:
        return [each["id"] for each in caller.get(f"/reports?{which}=true").json["items"]]

    draft = generate()
    september = both.post("/reports", {"period_from": "2026-09-01", "period_to": "2026-09-30"}).json
    assert (shown(manager, "to_review"), shown(clerk, "in_hand")) == ([], [draft["id"]])
    for caller, report in ((clerk, draft), (both, september)):
        caller.post(f"/reports/{report['id']}/submit", version=report["version"])
    assert shown(manager, "to_review") == [september["id"], draft["id"]]
    assert (shown(both, "to_review"), shown(clerk, "to_review")) == ([draft["id"]], [])
    assert shown(clerk, "in_hand") == []
