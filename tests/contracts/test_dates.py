"""Each date has one span in which it can be true, whichever way it comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from chassis.context import Context
from chassis.errors import Invalid
from contracts.dates import CLOCKS_DIFFER, expect_plausible, implausible

NOW = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)
"""In the company's zone the thirtieth has begun."""
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


class Moment:
    """What of a context the dates are held against."""

    now, today, zone = NOW, TODAY, ZoneInfo("Asia/Shanghai")


CTX = cast("Context", Moment())


@pytest.mark.parametrize(
    ("field", "last", "first"),
    [
        ("birth_date", TODAY, date(1900, 1, 1)),
        ("founded_on", TODAY, None),
        ("dealings_since", TODAY, date(1900, 1, 1)),
        ("occurred_on", TODAY + DAY, date(1990, 1, 1)),
    ],
)
def test_a_day_is_held_against_its_first_and_its_last(field: str, last: date, first: date | None) -> None:
    assert implausible(CTX, {field: last}) == []
    assert implausible(CTX, {field: last + DAY}) == [field]
    if first:
        assert implausible(CTX, {field: first}) == []
        assert implausible(CTX, {field: first - DAY}) == [field]


@pytest.mark.parametrize("field", ["at", "visited_at", "received_at"])
def test_a_moment_is_never_ahead_but_for_clocks_that_differ(field: str) -> None:
    first = datetime(1990, 1, 1, tzinfo=Moment.zone)
    for moment, wrong in (
        (NOW + CLOCKS_DIFFER, []),
        (NOW + CLOCKS_DIFFER + SECOND, [field]),
        (first, []),
        (first - SECOND, [field]),
    ):
        assert implausible(CTX, {field: moment}) == wrong


def test_what_is_empty_or_no_date_of_ours_is_not_asked() -> None:
    values: dict[str, Any] = {"birth_date": None, "name": "张三"}
    assert implausible(CTX, values) == []
    expect_plausible(CTX, **values)


def test_every_wrong_date_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        expect_plausible(CTX, birth_date=TODAY + DAY, founded_on=TODAY + DAY, dealings_since=TODAY)
    assert refused.value.fields == {"birth_date": ["implausible_date"], "founded_on": ["implausible_date"]}
