"""The author's words, the answer to the reviewer's comment, every step of a report and how it stood then."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from chassis.audit import Reading
from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.reporting.scenario import Cases

WORDS = {"what_happened": "投诉**集中**在配送。", "why": "<b>人手</b>不足", "proposal": "- 加人\n- 提前预约"}


@pytest.fixture
def report(clerk: Caller) -> dict[str, Any]:
    """October's, a draft."""
    return dict(clerk.post("/reports", {"period_from": "2026-10-01", "period_to": "2026-10-31"}).json)


def act(who: Caller, report: dict[str, Any], action: str, body: Any = None) -> dict[str, Any]:
    answer = who.post(f"/reports/{report['id']}/{action}", body, version=report["version"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def write(who: Caller, report: dict[str, Any], **words: str) -> dict[str, Any]:
    answer = who.patch(f"/reports/{report['id']}", words, version=report["version"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def steps(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["by_name"], each["comment"]) for each in report["events"]]


def test_words_are_kept_as_they_were_written_and_one_section_leaves_the_others(
    clerk: Caller, report: dict[str, Any]
) -> None:
    assert (report["what_happened"], report["why"], report["proposal"]) == ("", "", "")
    report = write(clerk, report, **WORDS)
    assert {name: report[name] for name in WORDS} == WORDS
    report = write(clerk, report, why="")
    assert {name: report[name] for name in WORDS} == {**WORDS, "why": ""}


def test_a_report_comes_back_is_answered_and_handed_in_again_and_every_step_stays(
    clerk: Caller, manager: Caller, report: dict[str, Any]
) -> None:
    report = act(clerk, write(clerk, report, why="原因一"), "submit")
    report = act(manager, report, "return", {"comment": "请补充原因"})
    assert (report["comment"], report["answer"]) == ("请补充原因", "")
    report = act(clerk, report, "answer", {"answer": "已补充"})
    assert (report["status"], report["answer"]) == ("returned", "已补充")
    report = act(clerk, write(clerk, report, why="原因一、原因二"), "redraw")
    report = act(clerk, report, "submit")
    assert (report["comment"], report["answer"]) == ("请补充原因", "已补充")
    report = act(manager, report, "return", {"comment": "还差措施"})
    assert (report["comment"], report["answer"]) == ("还差措施", "")
    report = act(manager, act(clerk, report, "submit"), "approve")
    assert steps(report) == [
        ("drawn_up", "王芳", ""),
        ("submitted", "王芳", ""),
        ("returned", "赵敏", "请补充原因"),
        ("redrawn", "王芳", ""),
        ("submitted", "王芳", "已补充"),
        ("returned", "赵敏", "还差措施"),
        ("submitted", "王芳", ""),
        ("approved", "赵敏", ""),
    ]
    assert [each["number"] for each in report["events"]] == list(range(1, 9))


def test_every_step_can_be_read_with_the_words_and_figures_it_had(
    clerk: Caller, manager: Caller, cases: Cases, report: dict[str, Any]
) -> None:
    report = act(clerk, write(clerk, report, why="原因一"), "submit")
    report = act(manager, report, "return", {"comment": "请补充"})
    cases.case("2026-10-05T10:00")
    report = act(clerk, write(clerk, report, why="原因二"), "redraw")

    def of(number: int) -> dict[str, Any]:
        return dict(clerk.get(f"/reports/{report['id']}/revisions/{number}").json)

    assert [(of(number)["why"], of(number)["figures"]["total"]["now"]) for number in (1, 2, 3, 4)] == [
        ("", 0),
        ("原因一", 0),
        ("原因一", 0),
        ("原因二", 1),
    ]
    assert of(3)["event"]["comment"] == "请补充"
    assert "共受理 0 件" in of(2)["summary"]["zh"]
    for none in (0, 5, 10**20):
        assert clerk.get(f"/reports/{report['id']}/revisions/{none}").status_code == 404


def test_whoever_reads_a_step_is_on_record(service: ServiceUnderTest, clerk: Caller, report: dict[str, Any]) -> None:
    clerk.get(f"/reports/{report['id']}/revisions/1")
    with service.unit_of_work() as ctx:
        assert [str(id) for id in ctx.session.scalars(select(Reading.record_id))] == [report["id"]]


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_nobody_writes_while_a_report_is_under_review_or_after_it(
    clerk: Caller, manager: Caller, report: dict[str, Any], status: str
) -> None:
    report = act(clerk, report, "submit")
    if status == "approved":
        report = act(manager, report, "approve")
    answer = clerk.patch(f"/reports/{report['id']}", WORDS, version=report["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")
    answer = clerk.post(f"/reports/{report['id']}/answer", {"answer": "已补充"}, version=report["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")


def test_there_is_nothing_to_answer_in_a_draft(clerk: Caller, report: dict[str, Any]) -> None:
    answer = clerk.post(f"/reports/{report['id']}/answer", {"answer": "已补充"}, version=report["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_status")


def test_who_reviews_writes_nothing_and_who_has_written_does_not_review(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, report: dict[str, Any]
) -> None:
    assert manager.patch(f"/reports/{report['id']}", WORDS, version=report["version"]).status_code == 403
    both = service.person("全能", dict.fromkeys((P.REPORT_READ, P.REPORT_WRITE, P.REPORT_REVIEW), Scope.ALL))
    report = act(clerk, write(clerk, write(both, report, why="他人所写"), why="改写"), "submit")
    for action, body in (("approve", None), ("return", {"comment": "x"})):
        answer = both.post(f"/reports/{report['id']}/{action}", body, version=report["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "same_person")
    assert act(manager, report, "approve")["status"] == "approved"


def test_who_has_only_answered_a_comment_does_not_review_either(
    service: ServiceUnderTest, clerk: Caller, manager: Caller, report: dict[str, Any]
) -> None:
    both = service.person("全能", dict.fromkeys((P.REPORT_READ, P.REPORT_WRITE, P.REPORT_REVIEW), Scope.ALL))
    report = act(manager, act(clerk, report, "submit"), "return", {"comment": "请补充"})
    report = act(clerk, act(both, report, "answer", {"answer": "已补充"}), "submit")
    answer = both.post(f"/reports/{report['id']}/approve", version=report["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_words_written_on_an_older_version_are_refused(clerk: Caller, report: dict[str, Any]) -> None:
    write(clerk, report, why="一")
    assert clerk.patch(f"/reports/{report['id']}", WORDS, version=report["version"]).status_code == 412


@pytest.mark.parametrize(("length", "status"), [(20_000, 200), (20_001, 422)])
def test_a_section_has_twenty_thousand_characters_at_most(
    clerk: Caller, report: dict[str, Any], length: int, status: int
) -> None:
    answer = clerk.patch(f"/reports/{report['id']}", {"why": "字" * length}, version=report["version"])
    assert answer.status_code == status


def test_the_summary_of_the_page_is_that_of_the_mail(clerk: Caller, cases: Cases) -> None:
    cases.case("2026-09-06T10:00", hours=146.4)
    made = clerk.post("/reports", {"period_from": "2026-09-01", "period_to": "2026-09-30"}).json
    assert "共受理 1 件" in made["summary"]["zh"]
    assert "中位数 6.1 天" in made["summary"]["zh"]
    assert "median time to answer was 6.1 days" in made["summary"]["en"]
