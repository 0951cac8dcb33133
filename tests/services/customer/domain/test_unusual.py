"""When reading is unusual."""

from __future__ import annotations

import pytest

from services.customer.domain.unusual import HABIT_DAYS, LEAST, TIMES, habit, is_unusual


def test_the_habit_is_the_middle_of_the_last_days_and_no_outlier_moves_it() -> None:
    assert habit([10, 12, 8, 500, 11]) == 11
    assert habit([]) == 0


def test_days_long_ago_are_no_habit() -> None:
    assert habit([5] * HABIT_DAYS + [900] * 100) == 5


@pytest.mark.parametrize(
    ("today", "usual", "unusual"),
    [
        (LEAST - 1, 0, False),
        (LEAST, 0, True),
        (LEAST, 10, False),
        (LEAST + 1, 10, True),
        (TIMES * 200, 200, False),
        (TIMES * 200 + 1, 200, True),
    ],
)
def test_few_customers_are_never_unusual_and_many_only_against_the_habit(
    today: int, usual: float, unusual: bool
) -> None:
    assert is_unusual(today, usual) is unusual
