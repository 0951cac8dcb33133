"""A report as it is read: figures with their words, ready for the mail and the PDF, which only lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.reporting.emails.words import CODES, HEADINGS, NOTHING, SUBJECT, SUMMARY, TABLES, Words, words_of

Figures = Mapping[str, Any]
Row = dict[str, Any]


def view_of(report: Any, figures: Figures, zone: ZoneInfo) -> dict[str, Any]:
    """Everything the templates lay out, as plain values: words are ``[Chinese, English]``, numbers are texts."""
    answers = {row["key"]: row for row in figures["answers"]}
    return {
        "code": report.code,
        "headings": dict(HEADINGS),
        "period": span(figures["period"]),
        "before": span(figures["before"]),
        "as_of": moment(figures["as_of"], zone),
        "dated": list(datetime.fromisoformat(figures["as_of"]).timetuple()[:6]),
        "author": [report.author_name or word for word in HEADINGS["schedule"]],
        "reviewer": report.decided_by_name if report.approved_at else "",
        "approved_on": moment(report.approved_at.isoformat(), zone) if report.approved_at else "",
        "summary": summary(figures),
        "cards": [
            card("total", figures["total"]),
            *(card_of(CODES["kind"][row["key"]], row) for row in figures["by_kind"]),
            {
                "words": HEADINGS["in_time"],
                "value": share(answers["all"]["now"]["in_time_percent"]),
                "before": share(answers["all"]["before"]["in_time_percent"]),
            },
            card("open_at_end", figures["open_at_end"]),
            card("overdue_at_end", figures["overdue_at_end"]),
        ],
        "tables": [table(name, figures) for name in TABLES],
        "answers": [answer_row(row) for row in figures["answers"]],
        "complaints": [complaint(row, zone) for row in figures["complaints"]],
    }


def subject_of(report: Any) -> str:
    """The subject of the mail, Chinese first."""
    values = {"code": report.code, "from": report.period_from.isoformat(), "to": report.period_to.isoformat()}
    return f"{SUBJECT.zh.format(**values)} · {SUBJECT.en}"


def summary(figures: Figures) -> Words:
    """The report in a sentence or two."""
    kinds = {row["key"]: row["now"] for row in figures["by_kind"]}
    values = {
        "from": figures["period"]["from"],
        "to": figures["period"]["to"],
        "total": number(figures["total"]["now"]),
        "feedback": number(kinds["feedback"]),
        "complaint": number(kinds["complaint"]),
        "change": signed(figures["total"]["change"]),
        "in_time": share(figures["answers"][0]["now"]["in_time_percent"]),
        "open": number(figures["open_at_end"]["now"]),
        "overdue": number(figures["overdue_at_end"]["now"]),
        "important": number(len(figures["complaints"])),
    }
    return Words(*(sentence.format(**values) for sentence in SUMMARY))


def card(name: str, row: Row) -> Row:
    """A headline figure."""
    return card_of(HEADINGS[name], row)


def card_of(words: Words, row: Row) -> Row:
    """A headline figure with these words."""
    return {"words": words, "value": number(row["now"]), "before": number(row["before"])}


def table(name: str, figures: Figures) -> dict[str, Any]:
    """Counts by something, with a bar's length (0 to 1) for each row."""
    rows = [
        (region(row["key"]) if name == "region" else words_of(name, row["key"]), row) for row in figures[f"by_{name}"]
    ]
    if name == "region" and figures["other_regions"]:
        rows.append((HEADINGS["others"], figures["other_regions"]))
    most = max([row["now"] for _, row in rows], default=0) or 1
    return {
        "words": TABLES[name],
        "rows": [
            {
                "words": words,
                "now": number(row["now"]),
                "before": number(row["before"]),
                "change": signed(row["change"]),
                "percent": f"{float(row['percent']):+.1f}%" if row["percent"] else NOTHING,
                "bar": round(row["now"] / most, 4),
            }
            for words, row in rows
        ],
    }


def region(name: str) -> Words:
    """A region's name, or that none was given."""
    return Words(name, "") if name else HEADINGS["no_region"]


def answer_row(row: Row) -> Row:
    """How fast one kind of case was answered, in either period."""
    shown: Row = {"words": CODES["answers"][row["key"]]}
    for side in ("now", "before"):
        times = row[side]
        shown[side] = {
            "answered": number(times["answered"]),
            "median": times["median_hours"] or NOTHING,
            "p90": times["p90_hours"] or NOTHING,
            "in_time": share(times["in_time_percent"]),
        }
    return shown


def complaint(row: Row, zone: ZoneInfo) -> Row:
    """One complaint of a potential or VIP customer."""
    return {
        "code": row["code"],
        "customer": row["customer_name"],
        "customer_code": row["customer_code"],
        "tier": words_of("tier", row["tier"]),
        "channel": words_of("channel", row["channel"]),
        "region": row["region"],
        "received": moment(row["received_at"], zone),
        "content": row["content"],
        "result": words_of("result", row["result"]) if row["result"] else words_of("status", row["status"]),
        "outcome": row["outcome"],
        "hours": row["hours"] or "",
        "late": row["late"],
    }


def span(period: Mapping[str, str]) -> str:
    """First and last day."""
    return f"{period['from']} – {period['to']}"


def moment(value: str, zone: ZoneInfo) -> str:
    """Day and minute in the company's zone."""
    return datetime.fromisoformat(value).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def number(value: int) -> str:
    """A whole number with its thousands set apart."""
    return f"{value:,}"


def signed(value: int) -> str:
    """A change with its sign."""
    return f"{value:+,}"


def share(percent: str | None) -> str:
    """A share in percent, or a dash where there is none."""
    return f"{percent}%" if percent is not None else NOTHING


def day(value: str) -> date:
    """A day of the figures."""
    return date.fromisoformat(value)
