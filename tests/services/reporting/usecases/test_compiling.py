"""What a report counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis.testing.service import ServiceUnderTest
from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import Tier
from services.reporting.usecases.compiling import compile_figures
from tests.services.reporting.scenario import Cases

NOW = datetime(2026, 11, 2, tzinfo=UTC)


def figures(service: ServiceUnderTest, now: datetime = NOW) -> dict[str, Any]:
    """October 2026."""
    with service.unit_of_work(now=now) as ctx:
        return compile_figures(ctx, date(2026, 10, 1), date(2026, 10, 31))


def row(rows: list[dict[str, Any]], key: str) -> tuple[int, int]:
    [found] = [each for each in rows if each["key"] == key]
    return found["now"], found["before"]


def test_cases_are_counted_in_both_periods_by_everything(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00", channel=Channel.WEB, tier=Tier.VIP, desk=Desk.LEAD, region="北京市")
    cases.case("2026-10-06T10:00", kind=CaseKind.FEEDBACK, hours=1, status=CaseStatus.ANSWERED)
    cases.case("2026-09-10T10:00", hours=1, result=Result.EXPLAINED)
    got = figures(service)
    assert (got["total"]["now"], got["total"]["before"], got["total"]["change"]) == (2, 1, 1)
    assert row(got["by_kind"], "complaint") == (1, 1)
    assert row(got["by_kind"], "feedback") == (1, 0)
    assert row(got["by_status"], "answered") == (1, 0)
    assert row(got["by_tier"], "vip") == (1, 0)
    assert row(got["by_channel"], "web") == (1, 0)
    assert row(got["by_desk"], "lead") == (1, 0)
    assert row(got["by_result"], "explained") == (0, 1)
    assert [each["key"] for each in got["by_region"]] == ["上海市", "北京市"]
    assert got["other_regions"] is None
    assert got["before"] == {"from": "2026-08-31", "to": "2026-09-30"}
    assert [each for each in got["by_day"] if each["feedback"] or each["complaint"]] == [
        {"day": "2026-10-05", "feedback": 0, "complaint": 1},
        {"day": "2026-10-06", "feedback": 1, "complaint": 0},
    ]
    assert len(got["by_day"]) == 31


@pytest.mark.parametrize(
    ("received", "counted"),
    [
        ("2026-09-30T23:59", (0, 1)),
        ("2026-10-01T00:00", (1, 0)),
        ("2026-10-31T23:59", (1, 0)),
        ("2026-11-01T00:00", (0, 0)),
        ("2026-08-31T00:00", (0, 1)),
        ("2026-08-30T23:59", (0, 0)),
    ],
)
def test_a_period_begins_and_ends_with_the_company_s_days(
    service: ServiceUnderTest, cases: Cases, received: str, counted: tuple[int, int]
) -> None:
    cases.case(received)
    total = figures(service)["total"]
    assert (total["now"], total["before"]) == counted


def test_times_to_answer_are_medians_and_shares_in_time(service: ServiceUnderTest, cases: Cases) -> None:
    for hours in (1, 2, 30):
        cases.case("2026-10-05T10:00", hours=hours)
    cases.case("2026-10-05T10:00")  # late and unanswered
    cases.case("2026-10-05T10:00", kind=CaseKind.FEEDBACK, hours=10, status=CaseStatus.ANSWERED)
    whole, feedback, complaint = figures(service)["answers"]
    assert (complaint["key"], complaint["now"]) == (
        "complaint",
        {"answered": 3, "median_hours": "2.0", "p90_hours": "24.4", "in_time": 2, "in_time_percent": "50.0"},
    )
    assert (feedback["now"]["median_hours"], feedback["before"]["median_hours"]) == ("10.0", None)
    assert (whole["now"]["answered"], whole["now"]["in_time_percent"]) == (4, "60.0")


def test_open_and_late_cases_are_those_at_the_end_of_the_period(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00")
    cases.case("2026-10-31T22:00")
    cases.case("2026-10-31T20:00", hours=10)
    cases.case("2026-09-01T10:00", hours=24 * 40)
    got = figures(service)
    assert (got["open_at_end"]["now"], got["open_at_end"]["before"]) == (3, 1)
    assert (got["overdue_at_end"]["now"], got["overdue_at_end"]["before"]) == (1, 1)


def test_complaints_of_potential_and_vip_customers_are_told_one_by_one(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00", tier=Tier.POTENTIAL, customer_name="李四")
    vip = cases.case(
        "2026-10-06T10:00", tier=Tier.VIP, hours=3.5, result=Result.COMPENSATED, outcome="补偿优惠券", content="太慢"
    )
    cases.case("2026-10-06T10:00", tier=Tier.ORDINARY)
    cases.case("2026-10-06T10:00", tier=Tier.VIP, kind=CaseKind.FEEDBACK)
    cases.case("2026-09-06T10:00", tier=Tier.VIP)
    first, second = figures(service)["complaints"]
    assert (first["code"], first["tier"], first["content"], first["result"], first["outcome"], first["hours"]) == (
        vip.code,
        "vip",
        "太慢",
        "compensated",
        "补偿优惠券",
        "3.5",
    )
    assert (first["late"], second["late"], second["customer_name"], second["hours"]) == (False, True, "李四", None)


def test_regions_beyond_the_fifteenth_are_others(service: ServiceUnderTest, cases: Cases) -> None:
    for number in range(17):
        cases.case("2026-10-05T10:00", region=f"地区{number:02d}")
    got = figures(service)
    assert (len(got["by_region"]), got["other_regions"]["now"]) == (15, 2)


def test_the_newest_word_on_a_case_holds(service: ServiceUnderTest, cases: Cases) -> None:
    told = cases.case("2026-10-05T10:00", version=3, tier=Tier.VIP)
    cases.case("2026-10-05T10:00", case_id=told.case_id, version=2, tier=Tier.ORDINARY)
    assert row(figures(service)["by_tier"], "vip") == (1, 0)


def test_a_period_without_cases_has_figures_too(service: ServiceUnderTest) -> None:
    got = figures(service)
    assert (got["total"]["now"], got["by_region"], got["complaints"]) == (0, [], [])
    assert got["answers"][0]["now"]["in_time_percent"] is None


def test_causes_are_counted_the_most_frequent_first_and_cases_without_one_are_left_out(
    service: ServiceUnderTest, cases: Cases
) -> None:
    for cause in ("价格", "配送慢", "配送慢", ""):
        cases.case("2026-10-05T10:00", cause=cause)
    cases.case("2026-09-05T10:00", cause="价格")
    got = figures(service)
    assert [(each["key"], each["now"], each["before"]) for each in got["by_cause"]] == [
        ("配送慢", 2, 0),
        ("价格", 1, 1),
    ]
    assert got["other_causes"] is None


def test_satisfaction_is_told_of_all_and_by_desk_tier_and_cause(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00", satisfaction=5, tier=Tier.VIP, desk=Desk.LEAD, cause="价格")
    cases.case("2026-10-06T10:00", satisfaction=2)
    cases.case("2026-10-07T10:00")
    cases.case("2026-09-07T10:00", satisfaction=4)
    got = figures(service)
    told = {(each["by"], each["key"]): (each["now"], each["before"]) for each in got["satisfaction"]}
    nobody, four = {"answers": 0, "average": None}, {"answers": 1, "average": "4.0"}
    assert told == {
        ("all", "all"): ({"answers": 2, "average": "3.5"}, four),
        ("desk", "service"): ({"answers": 1, "average": "2.0"}, four),
        ("desk", "lead"): ({"answers": 1, "average": "5.0"}, nobody),
        ("tier", "vip"): ({"answers": 1, "average": "5.0"}, nobody),
        ("tier", "ordinary"): ({"answers": 1, "average": "2.0"}, four),
        ("cause", "价格"): ({"answers": 1, "average": "5.0"}, nobody),
    }
    assert [(each["key"], each["now"]) for each in got["by_score"]] == [
        ("5", 1),
        ("4", 0),
        ("3", 0),
        ("2", 1),
        ("1", 0),
    ]


def test_without_causes_and_satisfaction_there_is_nothing_of_them(service: ServiceUnderTest, cases: Cases) -> None:
    cases.case("2026-10-05T10:00")
    got = figures(service)
    assert (got["by_cause"], got["by_score"], got["satisfaction"]) == ([], [], [])
