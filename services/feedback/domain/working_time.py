"""Working time: which hours of which days count. Pure calendar arithmetic; moments are aware, days are those of the
calendar's zone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

COUNTRY = "CN"
MIDNIGHT = "24:00"
NONE = timedelta()
MOST_DAYS = 366 * 3
"""How far ahead a deadline is looked for."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When the house works. ``weekdays``: 1 is Monday. ``hours``: from when to when (``HH:MM``, up to 24:00), in their
    order. ``public_holidays``: whether China's holidays are free, and the weekends shifted for them are worked.
    ``exceptions``: the house's own days, worked or free; they hold before everything else."""

    zone: ZoneInfo
    weekdays: Collection[int]
    hours: tuple[tuple[str, str], ...]
    public_holidays: bool = True
    exceptions: Mapping[date, bool] = field(default_factory=dict)


@lru_cache(maxsize=32)
def shifted_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """China's days off of a year, and its weekends that are worked instead of others. The plan of a year is published
    in the autumn before; until then only what never moves is known."""
    plan = country_holidays(COUNTRY, years=[year, year + 1])  # a new year's plan may shift the last days of the old one
    worked: Collection[date] = getattr(plan, "weekend_workdays", ())
    return frozenset(day for day in plan if day.year == year), frozenset(day for day in worked if day.year == year)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether anybody works on a day."""
    if day in calendar.exceptions:
        return calendar.exceptions[day]
    if calendar.public_holidays:
        free, worked = shifted_days(day.year)
        if day in worked:
            return True
        if day in free:
            return False
    return day.isoweekday() in calendar.weekdays


def after(calendar: Calendar, since: datetime, span: timedelta) -> datetime:
    """The moment when so much working time has passed. What ends with a working day is due at its end, not when the
    next one begins. Not looked for beyond MOST_DAYS."""
    left = span
    for start, end in _spans(calendar, since):
        if left <= end - start:
            return start + left
        left -= end - start
    return since + timedelta(days=MOST_DAYS)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments; none when the second is the earlier one."""
    total = NONE
    if end <= start:
        return total
    for opened, closed in _spans(calendar, start):
        if opened >= end:
            break
        total += min(closed, end) - opened
    return total


def _spans(calendar: Calendar, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of work from a moment on, in UTC, so that a change of the clocks counts as what it is."""
    first = since.astimezone(calendar.zone).date()
    for ahead in range(MOST_DAYS):
        day = first + timedelta(days=ahead)
        if not is_working_day(calendar, day):
            continue
        for opens, closes in calendar.hours:
            start, end = max(_moment(calendar, day, opens), since), _moment(calendar, day, closes)
            if start < end:
                yield start, end


def _moment(calendar: Calendar, day: date, clock: str) -> datetime:
    if clock == MIDNIGHT:
        day, clock = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(clock), calendar.zone).astimezone(UTC)
