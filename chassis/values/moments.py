"""Dates and times as people and spreadsheets write them: the year first, always with four digits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from chassis.texts import half_width
from chassis.values.unreadable import Unreadable, ValueProblem

_DAY = (
    r"(?P<year>\d{4})(?:(?P<by>[-/.])(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})"
    r"|\s?年\s?(?P<month_zh>\d{1,2})\s?月\s?(?P<day_zh>\d{1,2})\s?[日号號]?)"
)
_WEEKDAY = r"(?:\s?[(,]?(?:星期|周|週|礼拜)[一二三四五六日天]\)?)?"
_HALF = r"(?P<half>[上下]午|中午|凌晨|早上|晚上|am|pm)?"
_TIME = (
    rf"{_HALF}\s?(?P<hour>\d{{1,2}})[:时點点](?P<minute>\d{{1,2}})分?(?::?(?P<second>\d{{1,2}})秒?)?"
    r"(?:[.,](?P<part>\d{1,9}))?\s?(?P<half_after>am|pm)?\s?(?P<zone>z|utc|[+-]\d{2}:?\d{2})?"
)
_WRITTEN = re.compile(rf"{_DAY}{_WEEKDAY}(?:(?:t|\s*){_TIME})?", re.IGNORECASE | re.ASCII)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no zone
_LAST_SERIAL = 73_050
"""31 December 2099; the first with five digits is in May 1927. Spreadsheets count days from the end of 1899."""
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
_MORNING = frozenset({"上午", "凌晨", "早上", "am"})


@lru_cache(maxsize=20_000)
def read_date(text: str, zone: tzinfo | None = None) -> date:
    """A date: 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, a spreadsheet's 46086, each with a time of day or
    without. A time of a zone of its own is the day that it is in ``zone`` at that moment. Raises Unreadable: the day
    first, or a year of two digits, could be meant in two ways and is not guessed."""
    try:
        moment, _ = _read(text)
    except ValueError:
        raise Unreadable(ValueProblem.NOT_A_DATE) from None
    if moment.tzinfo and zone:
        moment = _within(moment, zone)
    return moment.date()


@lru_cache(maxsize=20_000)
def read_moment(text: str, zone: tzinfo, *, date_alone: bool = False) -> datetime:
    """A moment, meant in ``zone`` where it names none. Raises Unreadable; a date without a time of day is one only
    where ``date_alone`` takes it for the day's beginning."""
    try:
        moment, timed = _read(text)
    except ValueError:
        raise Unreadable(ValueProblem.NOT_A_TIME) from None
    if not timed and not date_alone:
        raise Unreadable(ValueProblem.NOT_A_TIME)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _within(moment: datetime, zone: tzinfo) -> datetime:
    """A moment in another zone. At the ends of the calendar there is no other day to go to."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise Unreadable(ValueProblem.NOT_A_DATE) from None


def _read(text: str) -> tuple[datetime, bool]:
    """A moment, with a zone only where the text names one, and whether it has a time of day. Raises ValueError."""
    text = half_width(text).strip()
    if found := _WRITTEN.fullmatch(text):
        return _written(found)
    if digits := _DIGITS.fullmatch(text):
        parts = [int(part) for part in digits.groups() if part is not None]
        return datetime(*parts), len(parts) > 3  # type: ignore[arg-type]  # noqa: DTZ001
    if _SERIAL.fullmatch(text):
        return _serial(float(text)), "." in text
    raise ValueError(text)


def _written(found: re.Match[str]) -> tuple[datetime, bool]:
    year, month, day = (
        int(part) for part in (found["year"], found["month"] or found["month_zh"], found["day"] or found["day_zh"])
    )
    if found["hour"] is None:
        return datetime(year, month, day), False  # noqa: DTZ001 - the caller knows the zone
    parts = int((found["part"] or "").ljust(6, "0")[:6])
    at = time(_hour(found), int(found["minute"]), int(found["second"] or 0), parts)
    return datetime.combine(date(year, month, day), at, _zone(found["zone"])), True


def _hour(found: re.Match[str]) -> int:
    hour, half = int(found["hour"]), (found["half"] or found["half_after"] or "").lower()
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in _MORNING and hour == 12 else hour


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.lower() in ("z", "utc"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if text[0] == "-" else away)


def _serial(days: float) -> datetime:
    """A spreadsheet's day, to the second. Raises ValueError."""
    if not 10_000 <= days < _LAST_SERIAL + 1:
        raise ValueError(days)
    return _FIRST_DAY + timedelta(days=int(days), seconds=round(days % 1 * 86_400))
