"""The list of reports, and the tables of a report's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.formats import day, number
from gateway.mechanism.form import Text
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import label

LIST = Table(
    cells="reports/_cells.html",
    columns=(
        Column("code", _l("Report"), cell="report", sort="code"),
        Column("period_from", _l("Period"), cell="period", sort="period_from", looks="nowrap"),
        Column("status", _l("Status"), cell="status"),
        Column("created_by_name", _l("Drawn up by"), lambda name: name or _("Schedule")),
        Column("reviewed_by_name", _l("Reviewed by")),
    ),
)
NONE_YET = Empty(
    _l("No reports yet"),
    _l("Choose a period above and draw one up; the schedule draws up the others."),
    "report-analytics",
)
SMALL = "card-table table-sm"


def signed(value: Any) -> str:
    """A difference, with its sign."""
    return f"+{number(value)}" if value > 0 else number(value)


def share(value: Any) -> str:
    """A share in percent; a dash where there is none."""
    return f"{number(value)}%" if value else "—"


def compared(title: Text, show: Callable[[Any], Any]) -> Table:
    """Numbers of now and before, by what ``key`` says."""
    return Table(
        card=False,
        looks=SMALL,
        columns=(
            Column("key", title, show, heads=True),
            Column("now", _l("Number"), number, looks="num"),
            Column("before", _l("Before"), number, looks="num muted"),
            Column("change", _l("Difference"), signed, looks="num"),
        ),
    )


def answered(title: Text) -> Table:
    """How fast cases were answered."""

    def of(when: str, name: str, show: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda figures: show(figures[name])

    return Table(
        card=False,
        looks=SMALL,
        columns=(
            Column("key", title, lambda key: _("All") if key == "all" else label("case_kind", key), heads=True),
            Column("now", _l("Answered"), of("now", "answered", number), looks="num"),
            Column("now", _l("Half within (hours)"), of("now", "median_hours", number), looks="num"),
            Column("now", _l("Nine of ten within (hours)"), of("now", "p90_hours", number), looks="num"),
            Column("now", _l("In time"), of("now", "in_time_percent", share), looks="num"),
            Column("before", _l("Before"), of("before", "in_time_percent", share), looks="num muted"),
        ),
    )


BY = {
    "by_tier": compared(_l("By tier"), partial(label, "tier")),
    "by_status": compared(_l("By status"), partial(label, "case_status")),
    "by_channel": compared(_l("By channel"), partial(label, "channel")),
    "by_result": compared(_l("By result"), partial(label, "result")),
    "by_desk": compared(_l("By desk"), partial(label, "desk")),
    "by_region": compared(_l("By region"), lambda key: key or _("Unknown")),
}
"""What cases are counted by -> its table."""
BY_DAY = Table(
    card=False,
    looks="table-sm",
    columns=(
        Column("day", _l("Date"), day),
        Column("feedback", _l("Feedback"), number, looks="num"),
        Column("complaint", _l("Complaint"), number, looks="num"),
    ),
)
ANSWERS = answered(_l("Time to answer"))


def figures_of(report: Mapping[str, Any]) -> Record:
    """What the page of a report needs besides: its figures with their tables, and whether it came back."""
    figures = report["figures"]
    rows = {name: list(figures[name]) for name in BY} if figures else {}
    if figures and figures["other_regions"]:
        rows["by_region"].append({**figures["other_regions"], "key": _("All others")})
    return {
        "figures": figures,
        "compared": [(table, rows[name]) for name, table in BY.items() if figures],
        "by_day": BY_DAY,
        "answers": ANSWERS,
        "returned": report["status"] == "returned",
        "unsent": [each for each in report["letters"] or () if each["status"] != "sent"],
    }
