"""Dates and times as people and spreadsheets write them; what could be meant in two ways is not guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.values import Unreadable
from chassis.values.moments import read_date, read_moment

HOME = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-3-5",
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "2026年03月05日",
        "2026 年 3 月 5 日",
        "20260305",
        "2026/3/5 8:05",
        "2026/3/5 8:05:09",
        "2026-03-05T08:05:09Z",
        "2026-03-05T08:05:09.123+08:00",
        "46086",
        "46086.337",
        "２０２６－０３－０５",
        "２０２６年３月５日",
        "2026年3月5日 星期四",
        "2026年3月5日星期四",
        "2026/3/5 下午 3:05",
        "20260305080509",
        " 2026-3-5 ",
        "2026年3月5日 8时5分",
    ],
)
def test_a_date_is_read_however_it_is_written_with_the_year_first(text: str) -> None:
    assert read_date(text, HOME) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2026",
        "3/5/2026",
        "5.3.2026",
        "26-3-5",
        "26/3/5",
        "2026-3/5",
        "2026-13-5",
        "2026-2-30",
        "2026年3月",
        "2026",
        "3.5",
        "abc",
        "",
        "9999",
        "73051",
        "460860",
        "46086x",
        "2026-3-5 x",
        "2026-3-5 25:00",
        "2026-111-5",
        "0000-01-01",
        "2026.03",
        "今天",
    ],
)
def test_what_is_no_date_or_could_be_another_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(text, HOME)
    assert refused.value.code == "not_a_date"


def test_a_moment_of_another_zone_is_the_day_that_it_is_at_home() -> None:
    assert read_date("2026-03-04T18:00:00Z", HOME) == DAY
    assert read_date("2026-03-04T18:00:00Z") == DAY - timedelta(days=1)
    assert read_date("9999-12-31T00:00:00Z", HOME) == date(9999, 12, 31)
    with pytest.raises(Unreadable):
        read_date("9999-12-31T23:00:00Z", HOME)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026/10/1 8:05", "2026-10-01T08:05:00+08:00"),
        ("2026/10/1 8:05:09", "2026-10-01T08:05:09+08:00"),
        ("2026-10-19T21:21", "2026-10-19T21:21:00+08:00"),
        ("2026-10-19T21:21+02:00", "2026-10-19T21:21:00+02:00"),
        ("2026-10-19 21:21Z", "2026-10-19T21:21:00+00:00"),
        ("2026-10-19 21:21-0330", "2026-10-19T21:21:00-03:30"),
        ("2026年10月1日 8时05分", "2026-10-01T08:05:00+08:00"),
        ("2026/10/1 下午3:05", "2026-10-01T15:05:00+08:00"),
        ("2026/10/1 上午12:05", "2026-10-01T00:05:00+08:00"),
        ("2026/10/1 12:05 PM", "2026-10-01T12:05:00+08:00"),
        ("２０２６/１０/１　８：０５", "2026-10-01T08:05:00+08:00"),
        ("46086.337", "2026-03-05T08:05:17+08:00"),
        ("46086.99999999", "2026-03-06T00:00:00+08:00"),
        ("20261001080509", "2026-10-01T08:05:09+08:00"),
        ("2026-10-01 08:05:09.5", "2026-10-01T08:05:09.500000+08:00"),
    ],
)
def test_a_moment_without_a_zone_is_meant_at_home(text: str, moment: str) -> None:
    assert read_moment(text, HOME).isoformat() == moment


@pytest.mark.parametrize("text", ["2026-10-01", "46086", "2026年10月1日", "20261001"])
def test_a_day_alone_is_a_moment_only_where_its_beginning_is_meant(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_moment(text, HOME)
    assert refused.value.code == "not_a_time"
    assert read_moment(text, HOME, date_alone=True).hour == 0


@pytest.mark.parametrize("text", ["gestern", "31.2.2026", "8:05", "2026-10-01 24:00", "2026-10-01 8:60"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_moment(text, HOME, date_alone=True)
    assert refused.value.code == "not_a_time"


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.times())
def test_every_moment_is_read_as_it_is_written(day: date, at: time) -> None:
    moment = datetime.combine(day, at, HOME)
    assert read_moment(moment.replace(tzinfo=None).isoformat(), HOME) == moment
    assert read_date(f"{moment.year}/{moment.month}/{moment.day}") == moment.date()


@given(st.integers(min_value=10_000, max_value=73_050))
def test_a_serial_is_the_day_that_a_spreadsheet_shows(days: int) -> None:
    assert read_date(str(days)) == date(1899, 12, 30) + timedelta(days=days)


@given(st.text())
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    with suppress(Unreadable):
        assert read_date(text, HOME).year > 0
