"""Working time at each of its boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.feedback.domain.working_time import MOST_DAYS, Calendar, after, between, is_working_day, shifted_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(zone=SHANGHAI, weekdays={1, 2, 3, 4, 5}, hours=(("09:00", "12:00"), ("13:30", "18:00")))
ROUND = Calendar(zone=SHANGHAI, weekdays=set(range(1, 8)), hours=(("00:00", "24:00"),), public_holidays=False)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("since", "minutes", "due"),
    [
        ("2026-11-23 09:00", 60, "2026-11-23 10:00"),
        ("2026-11-23 08:00", 60, "2026-11-23 10:00"),  # before work begins
        ("2026-11-23 11:00", 60, "2026-11-23 12:00"),  # ends with the morning, not after lunch
        ("2026-11-23 11:00", 61, "2026-11-23 13:31"),  # over lunch
        ("2026-11-23 12:30", 30, "2026-11-23 14:00"),  # begins in the lunch hour
        ("2026-11-23 17:00", 60, "2026-11-23 18:00"),  # ends with the day
        ("2026-11-23 17:00", 61, "2026-11-24 09:01"),  # over night
        ("2026-11-23 23:59", 30, "2026-11-24 09:30"),  # filed late in the evening
        ("2026-11-27 17:30", 60, "2026-11-30 09:30"),  # over a weekend
        ("2026-11-28 10:00", 60, "2026-11-30 10:00"),  # filed on a Saturday
        ("2026-04-03 17:30", 60, "2026-04-07 09:30"),  # Tomb-Sweeping Day: Sunday, and the Monday for it
        ("2026-09-30 17:30", 60, "2026-10-08 09:30"),  # the National Day's week
        ("2026-10-09 17:30", 60, "2026-10-10 09:30"),  # that Saturday is worked instead
    ],
)
def test_working_time_ends_where_the_clock_of_work_says(since: str, minutes: int, due: str) -> None:
    found = after(OFFICE, at(since), timedelta(minutes=minutes))
    assert found == at(due)
    assert between(OFFICE, at(since), found) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23 12:00", "2026-11-23 13:30", 0),
        ("2026-11-23 11:59", "2026-11-23 13:31", 2),
        ("2026-11-23 18:00", "2026-11-24 09:00", 0),
        ("2026-11-27 18:00", "2026-11-30 09:00", 0),
        ("2026-11-23 09:00", "2026-11-24 09:00", 450),
        ("2026-11-24 09:00", "2026-11-23 09:00", 0),
    ],
)
def test_only_work_counts_between_two_moments(start: str, end: str, minutes: int) -> None:
    assert between(OFFICE, at(start), at(end)) == timedelta(minutes=minutes)


def test_a_day_without_end_runs_across_midnight() -> None:
    assert after(ROUND, at("2026-11-23 23:00"), timedelta(hours=2)) == at("2026-11-24 01:00")
    assert between(ROUND, at("2026-11-23 23:00"), at("2026-11-24 01:00")) == timedelta(hours=2)


def test_the_hours_are_those_of_the_calendars_zone() -> None:
    utc = ZoneInfo("UTC")
    assert after(OFFICE, at("2026-11-23 00:30", utc), timedelta(minutes=60)) == at("2026-11-23 02:00", utc)
    new_york = replace(OFFICE, zone=ZoneInfo("America/New_York"))
    found = after(new_york, at("2026-11-23 00:30", utc), timedelta(minutes=60))
    assert found == at("2026-11-23 15:00", utc)


def test_a_change_of_the_clocks_counts_as_the_time_it_is() -> None:
    berlin = replace(ROUND, zone=ZoneInfo("Europe/Berlin"))
    start, end = at("2026-03-29 00:00", berlin.zone), at("2026-03-30 00:00", berlin.zone)
    assert between(berlin, start, end) == timedelta(hours=23)


def test_chinas_holidays_and_shifted_weekends_are_known() -> None:
    free, worked = shifted_days(2026)
    assert {date(2026, 10, 1), date(2026, 2, 17), date(2026, 1, 2)} <= free
    assert {date(2026, 10, 10), date(2026, 2, 14)} <= worked
    plain = replace(OFFICE, public_holidays=False)
    assert is_working_day(plain, date(2026, 10, 1))
    assert not is_working_day(plain, date(2026, 10, 10))


def test_a_day_of_the_houses_own_holds_before_everything_else() -> None:
    own = replace(OFFICE, exceptions={date(2026, 10, 1): True, date(2026, 11, 23): False, date(2026, 10, 10): False})
    assert is_working_day(own, date(2026, 10, 1))
    assert not is_working_day(own, date(2026, 11, 23))
    assert not is_working_day(own, date(2026, 10, 10))


def test_a_calendar_of_nothing_but_days_off_is_not_searched_for_ever() -> None:
    never = replace(OFFICE, hours=(("09:00", "09:00"),))
    assert after(never, at("2026-11-23 09:00"), timedelta(minutes=1)) == at("2026-11-23 09:00") + timedelta(
        days=MOST_DAYS
    )
