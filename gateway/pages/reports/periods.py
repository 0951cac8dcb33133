"""Periods that a report is usually of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from gateway.mechanism.form import Text

Period = tuple[date, date]


def _last_week(today: date) -> Period:
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def _last_month(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _this_month(today: date) -> Period:
    return today.replace(day=1), today


def _this_quarter(today: date) -> Period:
    return today.replace(month=today.month - (today.month - 1) % 3, day=1), today


def _last_quarter(today: date) -> Period:
    last = _this_quarter(today)[0] - timedelta(days=1)
    return _this_quarter(last)[0], last


PRESETS: Mapping[str, Text] = {
    "last_week": _l("Last week"),
    "last_month": _l("Last month"),
    "this_month": _l("This month"),
    "last_quarter": _l("Last quarter"),
    "this_quarter": _l("This quarter"),
}
_OF: Mapping[str, Callable[[date], Period]] = {
    "last_week": _last_week,
    "last_month": _last_month,
    "this_month": _this_month,
    "last_quarter": _last_quarter,
    "this_quarter": _this_quarter,
}


def period_of(preset: str, today: date) -> dict[str, str]:
    """First and last day of a usual period, seen from today, as the form has them; empty for none."""
    if preset not in _OF:
        return {"period_from": "", "period_to": ""}
    first, last = _OF[preset](today)
    return {"period_from": first.isoformat(), "period_to": last.isoformat()}
