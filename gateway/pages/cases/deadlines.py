"""The policy of deadlines on one page: terms by kind, tier and channel, when the house works, and its own days."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import feedback
from gateway.formats import day
from gateway.mechanism.form import Field, Pairs
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import CHOICES, label

page = Blueprint("deadlines", __name__, url_prefix="/deadlines")
HOUR, DAY = 60, 24 * 60
FULL = {"inputmode": "numeric"}
TERMS = (
    Field("first_minutes", _l("First answer within (minutes)"), hint=_l("Empty: no deadline of its own."), html=FULL),
    Field("result_minutes", _l("Result within (minutes)"), hint=_l("480 minutes are eight hours."), html=FULL),
    Field("clock", choice="deadline_clock"),
)
TIMES = (("opens", _l("From")), ("lunch_from", _l("Lunch from")), ("lunch_to", _l("Lunch to")), ("closes", _l("To")))


def weekdays() -> Pairs:
    """The days of the week, Monday first, as the calendar counts them."""
    return CHOICES["weekday"].items()


def chosen_days() -> list[int]:
    """The days that were ticked."""
    return [int(each) for each in request.form.getlist("weekdays") if each.isdigit()]


def term(minutes: Any) -> str:
    """A span of minutes as people say it."""
    if minutes is None:
        return str(_("–"))
    if minutes % HOUR == 0:
        return str(_("%(count)s h", count=minutes // HOUR))
    return str(_("%(count)s min", count=minutes))


def channel_of(value: Any) -> str:
    """The channel of a rule."""
    return label("channel", value) if value else str(_("All channels"))


RULES = Table(
    cells="cases/_deadline_cells.html",
    columns=(
        Column("kind", _l("Kind"), cell="kind"),
        Column("tier", _l("Tier"), cell="tier"),
        Column("channel", _l("Channel"), channel_of),
        Column("first_minutes", _l("First answer"), term),
        Column("result_minutes", _l("Result"), term),
        Column("clock", _l("What counts"), cell="clock"),
        Column("status", _l("Status"), cell="status"),
        Column("actions", _l("Actions"), cell="rule_actions", hidden_title=True),
    ),
)
DAYS = Table(
    cells="cases/_deadline_cells.html",
    columns=(
        Column("day", _l("Day"), day, sort="day", looks="nowrap"),
        Column("worked", _l("Worked or free"), cell="worked"),
        Column("reason", _l("Why")),
        Column("status", _l("Status"), cell="status"),
        Column("actions", _l("Actions"), cell="day_actions", hidden_title=True),
    ),
)

rules = ListPage(
    page,
    "deadlines",
    Looks(
        Empty(_l("No rules"), icon="clock"),
        "cases/deadlines.html",
        table=RULES,
        above="cases/_calendar.html",
    ),
    find=feedback.list_deadline_rules,
    extras=lambda found: {"calendar": feedback.read_working_calendar()},
    size=60,
)
rules.adds(
    "add_rule",
    feedback.add_rule,
    path="/rules",
    said=_l("Holds for what is filed from now on."),
    title=_l("Terms for one channel"),
    icon="plus",
    fields=(Field("kind", choice="case_kind"), Field("tier"), Field("channel"), *TERMS),
    submit=_l("Save"),
)
rules.adds(
    "edit",
    feedback.set_working_calendar,
    path="/calendar",
    record="calendar",
    always=False,
    clears=True,
    said=_l("Holds for deadlines that are given from now on."),
    title=_l("Change the working hours"),
    icon="pencil",
    tone="btn-sm",
    fields=(
        Field("weekdays", _l("Working days"), look="boxes", pairs=weekdays, read=chosen_days),
        *(Field(name, title, html={"placeholder": "09:00"}) for name, title in TIMES),
        Field("public_holidays", _l("China's public holidays are free, and the weekends shifted for them are worked")),
    ),
    submit=_l("Save"),
)
rules.command(
    "edit",
    feedback.change_rule,
    path="",
    said=_l("Holds for what is filed from now on."),
    title=_l("Change"),
    tone="btn-sm",
    clears=True,
    fields=TERMS,
    submit=_l("Save"),
)
rules.command("disable", feedback.disable_rule, said=_l("No longer holds."), title=_l("Disable"), tone="btn-sm")
rules.command("enable", feedback.enable_rule, said=_l("Holds again."), title=_l("Enable again"), tone="btn-sm")

days = ListPage(
    page,
    "own_days",
    Looks(
        Empty(_l("No days of your own"), _l("What the calendar says holds."), "calendar"),
        "cases/own_days.html",
        table=DAYS,
        above="cases/_new_day.html",
    ),
    find=feedback.list_own_days,
    path="/days",
    endpoint="days",
)
days.adds(
    "create",
    feedback.set_day,
    said=_l("Holds for deadlines that are given from now on."),
    title=_l("A day of your own"),
    icon="calendar-plus",
    tone="btn-primary",
    fields=(Field("day"), Field("worked", _l("This day is worked")), Field("reason", _l("Why"))),
    submit=_l("Save"),
)
days.command(
    "disable", feedback.withdraw_day, said=_l("The calendar holds again."), title=_l("Take back"), tone="btn-sm"
)
days.command("enable", feedback.restore_day, said=_l("Holds again."), title=_l("Enable again"), tone="btn-sm")
