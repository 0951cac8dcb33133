"""Reports on the pages: words, steps, revisions, files, the usual periods, schedule and readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from gateway.formats import duration
from gateway.pages.reports.periods import PRESETS, period_of
from gateway.pages.reports.tables import figures_of
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario

Enter = Callable[..., Browser]


@pytest.fixture
def report(scenario: Scenario) -> dict[str, Any]:
    """A report with words, returned once."""
    clerk, reviewer = scenario.of("service"), scenario.of("customer_manager")
    made = scenario.report()
    path = f"/reports/{made['id']}"
    words = {"what_happened": "**周末**集中", "why": "<script>alert(1)</script>"}
    made = scenario.patch(clerk, path, words, made["version"])
    made = clerk.api.post(f"{path}/submit", version=made["version"])
    return dict(reviewer.api.post(f"{path}/return", {"comment": "请补充"}, version=made["version"]))


def test_a_report_is_shown_with_its_summary_its_words_and_every_step(
    enter: Enter, scenario: Scenario, report: dict[str, Any]
) -> None:
    page = enter(scenario.of("service")).get(f"/reports/{report['id']}").text
    assert report["summary"]["en"] in page
    assert "<strong>周末</strong>集中" in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.index(report["summary"]["en"]) < page.index("<strong>周末</strong>") < page.index("data-chart=")
    assert "请补充" in page
    assert [f"/revisions/{number}" in page for number in (1, 2, 3)] == [True, True, False]
    for name in ("words", "answer", "submit", "redraw"):
        assert f'action="/reports/{report["id"]}/{name}"' in page


def test_who_reviews_is_offered_nothing_to_write(enter: Enter, scenario: Scenario, report: dict[str, Any]) -> None:
    page = enter(scenario.of("customer_manager")).get(f"/reports/{report['id']}").text
    assert "<strong>周末</strong>集中" in page
    assert "/words" not in page
    assert "/answer" not in page


def test_words_and_answer_are_saved_and_shown_at_once(enter: Enter, scenario: Scenario, report: dict[str, Any]) -> None:
    browser, path = enter(scenario.of("service")), f"/reports/{report['id']}"
    words = {"what_happened": "", "why": "人手不足", "proposal": "- 加人", "version": str(report["version"])}
    shown = browser.post(f"{path}/words", words, headers=HTMX).text
    assert "<li>加人</li>" in shown
    assert "周末" not in shown
    shown = browser.post(f"{path}/answer", {"answer": "已补充", "version": str(report["version"] + 1)}, headers=HTMX)
    assert "Answer: 已补充" in shown.text


def test_a_step_is_shown_as_it_was(enter: Enter, scenario: Scenario, report: dict[str, Any]) -> None:
    scenario.patch(scenario.of("service"), f"/reports/{report['id']}", {"what_happened": "改过"}, report["version"])
    browser = enter(scenario.of("customer_manager"))
    assert "<strong>周末</strong>集中" in browser.get(f"/reports/{report['id']}/revisions/2").text
    assert "Nothing was written yet." in browser.get(f"/reports/{report['id']}/revisions/1").text
    assert browser.get(f"/reports/{report['id']}/revisions/9").status_code == 404


@pytest.mark.parametrize(("kind", "begin"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_tables_of_a_report_are_passed_through_in_the_language_of_the_page(
    enter: Enter, scenario: Scenario, report: dict[str, Any], kind: str, begin: bytes
) -> None:
    answer = enter(scenario.of("service")).get(f"/reports/{report['id']}/tables.{kind}")
    assert answer.data.startswith(begin)
    assert f"{report['code']}.{kind}" in answer.headers["Content-Disposition"]
    if kind == "csv":
        assert "By tier" in answer.text


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("last_week", "2026-11-16", "2026-11-22"),
        ("last_month", "2026-10-01", "2026-10-31"),
        ("this_month", "2026-11-01", "2026-11-29"),
        ("last_quarter", "2026-07-01", "2026-09-30"),
        ("this_quarter", "2026-10-01", "2026-11-29"),
        ("", "", ""),
        ("nonsense", "", ""),
    ],
)
def test_the_usual_periods_as_seen_from_a_sunday(preset: str, first: str, last: str) -> None:
    assert period_of(preset, date(2026, 11, 29)) == {"period_from": first, "period_to": last}


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)])
def test_no_usual_period_ends_after_today_or_before_it_begins(day: date) -> None:
    for preset in PRESETS:
        period = period_of(preset, day)
        assert period["period_from"] <= period["period_to"] <= day.isoformat()


def test_a_usual_period_stands_in_the_form_and_only_who_may_draw_up_sees_it(enter: Enter, scenario: Scenario) -> None:
    page = enter(scenario.of("service")).get("/reports?period=last_quarter").text
    assert 'name="period_from" value="20' in page
    assert "period=last_week" in page
    assert "period=last_week" not in enter(scenario.of("customer_manager")).get("/reports").text


def test_schedule_and_readers_are_set_by_who_may_and_read_by_the_others(enter: Enter, scenario: Scenario) -> None:
    manager, helper = scenario.of("customer_manager"), scenario.hire("sales")
    browser = enter(manager)
    found = browser.get(f"/reports/policy?q={helper.username}").text
    assert f'value="{helper.id}"' in found
    known = manager.api.get("/report-policy")
    fields = {"frequency": "weekly", "to_leadership": "yes", "staff_ids": helper.id, "version": str(known["version"])}
    assert browser.post("/reports/policy", fields).status_code == 303
    now = manager.api.get("/report-policy")
    assert (now["frequency"], now["to_leadership"], now["staff_ids"]) == ("weekly", True, [helper.id])
    page = enter(scenario.of("service")).get("/reports/policy").text
    assert "every Monday" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    back = {**fields, "frequency": "monthly", "staff_ids": "", "version": str(now["version"])}
    assert browser.post("/reports/policy", back).status_code == 303


@pytest.mark.parametrize(
    ("hours", "said"), [(None, "—"), ("47.9", "47.9 hours"), ("48.0", "2 days"), ("146.4", "6.1 days")]
)
def test_a_time_is_told_in_hours_and_from_two_days_on_in_days(pages: Flask, hours: str | None, said: str) -> None:
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        assert duration(hours) == said


def figures(report: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {**report, "figures": {**report["figures"], **values}}


def test_causes_and_satisfaction_are_shown_where_there_are_any(pages: Flask, report: dict[str, Any]) -> None:
    row = {"now": 3, "before": 1, "change": 2, "percent": "200.0"}
    told = {"now": {"answers": 2, "average": "4.5"}, "before": {"answers": 0, "average": None}}
    rated = [{"by": "all", "key": "all", **told}, {"by": "tier", "key": "vip", **told}]
    rated.append({"by": "cause", "key": "配送慢", **told})
    found = figures(
        report,
        by_cause=[{"key": "配送慢", **row}],
        other_causes=row,
        by_score=[{"key": "5", **row}],
        satisfaction=rated,
    )
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        made = figures_of(found)
        drawn = {each.name: each for each in made["drawn"]}
        assert drawn["cause"].chart["labels"] == ["配送慢", "All others"]
        assert "score" in {each.name for each in made["tables"]}
        assert [each["name"] for each in made["satisfied"]] == ["All", "VIP", "配送慢"]


@pytest.mark.parametrize("older", [True, False], ids=["figures of before", "none in the period"])
def test_without_any_there_is_no_table_of_them(pages: Flask, report: dict[str, Any], older: bool) -> None:
    later = ("by_cause", "other_causes", "by_score", "satisfaction")
    kept = {name: value for name, value in report["figures"].items() if not (older and name in later)}
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        made = figures_of({**report, "figures": kept})
        names = {each.name for each in (*made["drawn"], *made["tables"])}
        assert not names & {"cause", "score"}
        assert made["satisfied"] == []
