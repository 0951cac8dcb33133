"""The arithmetic of a report."""

from __future__ import annotations

from contracts.feedback import CaseStatus
from contracts.reporting import Tier
from services.reporting.domain.figures import KEYS, answer_times, compared, hours, listed, percent, top


def test_a_number_is_compared_with_that_of_the_period_before() -> None:
    assert compared(15, 10) == {"now": 15, "before": 10, "change": 5, "percent": "50.0"}
    assert compared(1, 3)["percent"] == "-66.7"


def test_nothing_grows_from_zero() -> None:
    assert compared(3, 0) == {"now": 3, "before": 0, "change": 3, "percent": None}


def test_percentages_are_rounded_half_up() -> None:
    assert percent(1, 16) == "6.3"
    assert percent(0, 0) is None


def test_what_was_never_counted_is_listed_as_zero() -> None:
    rows = listed({"phone": (2, 1)}, ["web", "phone"])
    assert [(row["key"], row["now"], row["before"]) for row in rows] == [("web", 0, 0), ("phone", 2, 1)]


def test_beyond_the_top_all_others_are_one_row() -> None:
    rows, others = top({"a": (1, 0), "b": (5, 1), "c": (3, 0), "d": (3, 2)}, 2)
    assert [row["key"] for row in rows] == ["b", "d"]
    assert others == {"now": 4, "before": 0, "change": 4, "percent": None}
    assert top({"a": (1, 0)}, 2)[1] is None


def test_a_case_still_waiting_counts_against_the_share_when_its_time_is_over() -> None:
    times = answer_times(answered=8, median=1.25, p90=None, in_time=6, late_unanswered=2)
    assert times == {
        "answered": 8,
        "median_hours": "1.3",
        "p90_hours": None,
        "in_time": 6,
        "in_time_percent": "60.0",
    }


def test_hours_have_one_decimal_rounded_half_up() -> None:
    assert [hours(value) for value in (None, 0, 0.05, 1.25, 1.24)] == [None, "0.0", "0.1", "1.3", "1.2"]


def test_of_equal_numbers_the_higher_before_comes_first_and_then_the_name() -> None:
    rows, others = top({"c": (3, 1), "b": (3, 1), "a": (3, 0), "d": (3, 2)}, 3)
    assert [row["key"] for row in rows] == ["d", "b", "c"]
    assert others == {"now": 3, "before": 0, "change": 3, "percent": None}


def test_as_many_as_are_named_leave_no_others() -> None:
    rows, others = top({"a": (1, 0), "b": (2, 0)}, 2)
    assert ([row["key"] for row in rows], others) == (["b", "a"], None)
    assert top({"a": (1, 0), "b": (2, 4)}, 1)[1] == {"now": 1, "before": 0, "change": 1, "percent": None}


def test_numbers_of_all_others_are_added_up_on_both_sides() -> None:
    assert top({"a": (9, 0), "b": (2, 4), "c": (1, 2)}, 1)[1] == compared(3, 6)


def test_a_report_counts_by_these_in_this_order() -> None:
    assert list(KEYS) == ["kind", "status", "tier", "channel", "desk", "result"]
    assert KEYS["tier"] == [Tier.VIP, Tier.POTENTIAL, Tier.ORDINARY]
    assert KEYS["status"] == list(CaseStatus)


def test_without_any_case_there_is_no_share() -> None:
    nothing = answer_times(answered=0, median=None, p90=None, in_time=0, late_unanswered=0)
    assert nothing["in_time_percent"] is None
    late = answer_times(answered=0, median=None, p90=4.0, in_time=0, late_unanswered=1)
    assert (late["in_time_percent"], late["p90_hours"]) == ("0.0", "4.0")
