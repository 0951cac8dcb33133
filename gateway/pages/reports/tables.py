"""The list of reports, and the tables of a report's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.formats import day, duration, filled, number, stamp
from gateway.i18n import language
from gateway.mechanism.form import Text
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import label

LIST = Table(
    cells="reports/_cells.html",
    columns=(
        Column("code", _l("Report"), cell="report", sort="code"),
        Column("period_from", _l("Period"), cell="period", sort="period_from", looks="nowrap"),
        Column("status", _l("Status"), cell="status"),
        Column("created_at", _l("Drawn up"), stamp, sort="created_at", looks="nowrap"),
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


def of(name: str, show: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Shows one of several figures that a cell holds."""
    return lambda figures: show(figures[name])


def compared(title: Text, show: Callable[[Any], Any]) -> Table:
    """Numbers of now and before, by what ``key`` says."""
    return Table(
        card=False,
        looks=SMALL,
        columns=(
            Column("key", title, show, heads=True),
            Column("now", _l("This period"), number, looks="num"),
            Column("before", _l("Before"), number, looks="num muted"),
            Column("change", _l("Difference"), signed, looks="num"),
        ),
    )


def answered(title: Text) -> Table:
    """How fast cases were answered."""

    return Table(
        card=False,
        looks=SMALL,
        columns=(
            Column("key", title, lambda key: _("All") if key == "all" else label("case_kind", key), heads=True),
            Column("now", _l("Answered"), of("answered", number), looks="num"),
            Column("now", _l("Median"), of("median_hours", duration), looks="num"),
            Column("now", _l("Nine of ten within"), of("p90_hours", duration), looks="num"),
            Column("now", _l("Answered in time"), of("in_time_percent", share), looks="num"),
            Column("before", _l("Before"), of("in_time_percent", share), looks="num muted"),
        ),
    )


def by_name(key: Any) -> Any:
    """What has its own words instead of a code: a region, a cause."""
    return key or _("Unknown")


BY = {
    "tier": compared(_l("By tier"), partial(label, "tier")),
    "channel": compared(_l("By channel"), partial(label, "channel")),
    "region": compared(_l("By region"), by_name),
    "cause": compared(_l("By cause"), by_name),
    "status": compared(_l("By status"), partial(label, "case_status")),
    "desk": compared(_l("By desk"), partial(label, "desk")),
    "result": compared(_l("By result of complaints"), partial(label, "result")),
    "score": compared(_l("Scores of satisfaction"), lambda key: _("%(n)s of 5", n=key)),
}
"""What cases are counted by -> its table."""
LATER = frozenset({"cause", "score"})
"""What older figures were not counted by, and what many have nothing of."""
DRAWN = ("tier", "channel", "region", "cause")
"""What is drawn as a picture, as in the mail."""
DRAWN_MOST = 10
COLOURS = ["#2f6fde", "#b8c4d6"]
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
SATISFACTION = Table(
    card=False,
    looks=SMALL,
    columns=(
        Column("name", _l("Satisfaction"), heads=True),
        Column("now", _l("Answers"), of("answers", number), looks="num"),
        Column("now", _l("Average"), of("average", filled), looks="num"),
        Column("before", _l("Before"), of("average", filled), looks="num muted"),
    ),
)
SECTIONS = {"what_happened": _l("Situation"), "why": _l("Causes"), "proposal": _l("Proposals")}
STEPS = {
    "drawn_up": "report-analytics",
    "redrawn": "refresh",
    "submitted": "send",
    "returned": "arrow-back-up",
    "approved": "check",
}
"""A step of a report -> its picture."""
READABLE = frozenset({"drawn_up", "redrawn", "submitted"})
"""Steps that settled what the report said."""


def report_of(report: Mapping[str, Any]) -> Record:
    """What the page of a report needs besides: its figures with their tables, its words, its steps."""
    return {
        **figures_of(report),
        "written": sections_of(report),
        "steps": [
            {**each, "icon": STEPS[each["kind"]], "readable": each["kind"] in READABLE} for each in report["events"]
        ],
        "unsent": [each for each in report["letters"] or () if each["status"] != "sent"],
    }


def revision_of(revision: Mapping[str, Any]) -> Record:
    """The same of a report as it stood at one of its steps."""
    return {**figures_of(revision), "written": sections_of(revision)}


def sections_of(report: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The sections that somebody has written, with their titles."""
    return [(title, report[name]) for name, title in SECTIONS.items() if report[name]]


def figures_of(report: Mapping[str, Any]) -> Record:
    """A report's figures as they are shown: the summary, pictures with their tables, further tables."""
    figures = report["figures"]
    shown = [_Counts(name, figures) for name in BY if figures.get(f"by_{name}") or name not in LATER]
    return {
        "figures": figures,
        "summary": report["summary"][language()],
        "drawn": [each for each in shown if each.name in DRAWN],
        "tables": [each for each in shown if each.name not in DRAWN],
        "by_day": BY_DAY,
        "answers": ANSWERS,
        "share": share,
        "in_time": next(each for each in figures["answers"] if each["key"] == "all"),
        "satisfaction": SATISFACTION,
        "satisfied": [{**each, "name": _whose(each)} for each in figures.get("satisfaction") or ()],
    }


def _whose(row: Mapping[str, Any]) -> Any:
    """Whose satisfaction a row tells of."""
    if row["by"] == "all":
        return _("All")
    return label(row["by"], row["key"]) if row["by"] in {"desk", "tier"} else by_name(row["key"])


class _Counts:
    """Counts by something: its table, its rows, and its picture."""

    def __init__(self, name: str, figures: Mapping[str, Any]) -> None:
        self.name, self.table = name, BY[name]
        self.title = self.table.columns[0].title
        self.rows = list(figures[f"by_{name}"])
        if others := figures.get(f"other_{name}s"):
            self.rows.append({**others, "key": _("All others")})

    @property
    def chart(self) -> Record:
        rows, show = self.rows[:DRAWN_MOST], self.table.columns[0].show
        return {
            "labels": [str(show(row["key"])) if show else row["key"] for row in rows],
            "flat": True,
            "colors": COLOURS,
            "series": [
                {"name": title, "values": [row[side] for row in rows]}
                for side, title in (("now", _("This period")), ("before", _("Before")))
            ],
        }
