"""Times, numbers and money as people read them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import format_currency, format_date, format_datetime, format_decimal, format_timedelta, gettext
from markupsafe import Markup, escape

from chassis.clock import Clock
from chassis.markdown import html_of

DASH = "—"
LONG = 48
"""Hours from which a time is told in days."""


def now() -> datetime:
    """This moment, by the clock that the gateway was given."""
    clock: Clock = current_app.extensions["clock"]
    return clock()


def today() -> date:
    """The day it is in the company's zone."""
    return now().astimezone(ZoneInfo(current_app.extensions["settings"].time_zone)).date()


def parse(value: Any) -> datetime | None:
    """A time with zone from ISO text; None for nothing."""
    if not value:
        return None
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def moment(value: Any) -> str:
    """Date and time of day in the person's zone."""
    at = parse(value)
    return format_datetime(at, "yyyy-MM-dd HH:mm") if at else DASH


def ago(value: Any) -> Markup:
    """How long ago, or in how long, with the exact time at hand."""
    at = parse(value)
    if at is None:
        return escape(DASH)
    spoken = format_timedelta(at - now(), add_direction=True, granularity="minute")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), moment(at), spoken)


def left(value: Any) -> Markup:
    """How much time is left until a deadline, or by how much it is missed, with the exact time at hand."""
    at = parse(value)
    if at is None:
        return escape(DASH)
    spoken = format_timedelta(abs(at - now()), granularity="minute")
    words = gettext("%(time)s left", time=spoken) if at > now() else gettext("overdue by %(time)s", time=spoken)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), moment(at), words)


def stamp(value: Any) -> Markup:
    """The exact time as an element."""
    at = parse(value)
    if at is None:
        return escape(DASH)
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), moment(at))


def day(value: Any) -> str:
    """A calendar day."""
    if not value:
        return DASH
    at = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return str(format_date(at, "yyyy-MM-dd"))


def number(value: Any) -> str:
    """A number with the grouping of the language."""
    try:
        return DASH if value in (None, "") else format_decimal(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def duration(hours: Any) -> str:
    """How long something took: in hours, in days where that is long."""
    if hours in (None, ""):
        return DASH
    taken = Decimal(str(hours))
    if taken < LONG:
        return str(gettext("%(n)s hours", n=number(taken)))
    return str(gettext("%(n)s days", n=number((taken / 24).quantize(Decimal("0.1"), ROUND_HALF_UP))))


def markdown(text: Any) -> Markup:
    """What somebody wrote in Markdown, as HTML in which nothing runs."""
    return Markup(html_of(text or ""))  # noqa: S704 - made safe by html_of


def money(value: Any) -> str:
    """Yuan."""
    try:
        return DASH if value in (None, "") else format_currency(Decimal(str(value)), "CNY")
    except InvalidOperation:
        return str(value)


def counted(value: dict[str, Any] | None) -> str:
    """``{count, more}``: a count, or that there are more than were counted."""
    if not value:
        return DASH
    return number(value["count"]) + ("+" if value.get("more") else "")


def percent(part: Any, whole: Any) -> str:
    """A share, to one decimal."""
    whole = Decimal(str(whole or 0))
    return DASH if not whole else format_decimal(Decimal(str(part)) * 100 / whole, "0.0") + "%"


def size(value: Any) -> str:
    """Bytes."""
    amount = float(value or 0)
    for unit in ("B", "kB", "MB"):
        if amount < 1000 or unit == "MB":
            return f"{format_decimal(amount, '#,##0.#')} {unit}"
        amount /= 1000
    return ""


def actor(name: Any) -> str:
    """Who did something: a person's name, or the system itself."""
    return gettext("the system") if name in (None, "", "system") else str(name)


def filled(value: Any) -> Any:
    """A value, or a dash where there is none."""
    return value if value not in (None, "") else DASH


def register_formats(app: Flask) -> None:
    """Give templates the filters for times, numbers and names."""
    for make in (moment, ago, left, stamp, day, number, duration, markdown, money, counted, size, filled, actor):
        app.add_template_filter(make)
    app.add_template_global(percent)
