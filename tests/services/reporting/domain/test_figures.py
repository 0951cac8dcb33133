"""The arithmetic of a report."""

from __future__ import annotations

from services.reporting.domain.figures import answer_times, compared, listed, percent, top


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
