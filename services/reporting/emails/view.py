"""A report as it is read: figures with their words, ready for the mail and the PDF, which only lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chassis.markdown import blocks_of
from services.reporting.domain.sections import written
from services.reporting.emails.words import (
    CODES,
    DAYS,
    HEADINGS,
    HOURS,
    NOTHING,
    SUBJECT,
    SUMMARY,
    TABLES,
    Words,
    words_of,
)

Figures = Mapping[str, Any]
Row = dict[str, Any]
LONG = 48
"""Hours from which a time is told in days."""
SIDES = ("now", "before")
LATER = frozenset({"cause", "score"})
"""What older figures were not counted by, and what many have nothing of."""
NAMED_BY_WORDS = frozenset({"region", "cause"})
"""What is counted by that has its own words instead of a code."""


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
        "sections": [section(name, text) for name, text in written(report.words)],
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
        "tables": [table(name, figures) for name in TABLES if figures.get(f"by_{name}") or name not in LATER],
        "satisfaction": [satisfaction_row(row) for row in figures.get("satisfaction", ())],
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
        "median": duration(figures["answers"][0]["now"]["median_hours"]),
        "open": number(figures["open_at_end"]["now"]),
        "overdue": number(figures["overdue_at_end"]["now"]),
        "important": number(len(figures["complaints"])),
    }
    return Words(
        *(
            sentence.format(
                **{name: value[side] if isinstance(value, Words) else value for name, value in values.items()}
            )
            for side, sentence in enumerate(SUMMARY)
        )
    )


def section(name: str, text: str) -> Row:
    """One section of the author's words: as it was written, and as blocks to lay out."""
    return {"words": HEADINGS[name], "text": text, "blocks": [asdict(block) for block in blocks_of(text)]}


def duration(hours: str | None) -> Words:
    """A time in hours, or in days where it is long."""
    if not hours:
        return Words(NOTHING, NOTHING)
    long = Decimal(hours) >= LONG
    value = (Decimal(hours) / 24).quantize(Decimal("0.1"), ROUND_HALF_UP) if long else hours
    return Words(*(words.format(value=value) for words in (DAYS if long else HOURS)))


def card(name: str, row: Row) -> Row:
    """A headline figure."""
    return card_of(HEADINGS[name], row)


def card_of(words: Words, row: Row) -> Row:
    """A headline figure with these words."""
    return {"words": words, "value": number(row["now"]), "before": number(row["before"])}


def table(name: str, figures: Figures) -> dict[str, Any]:
    """Counts by something, with a bar's length (0 to 1) for each row."""
    rows = rows_of(name, figures)
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


def rows_of(name: str, figures: Figures) -> list[tuple[Words, Row]]:
    """Counts by something, each row with its words; those that were too many to name come last."""
    rows = [
        (region(row["key"]) if name in NAMED_BY_WORDS else words_of(name, row["key"]), row)
        for row in figures[f"by_{name}"]
    ]
    if name in NAMED_BY_WORDS and (others := figures.get(f"other_{name}s")):
        rows.append((HEADINGS["others"], others))
    return rows


def region(name: str) -> Words:
    """A region's name, or that none was given."""
    return Words(name, "") if name else HEADINGS["no_region"]


def answer_row(row: Row) -> Row:
    """How fast one kind of case was answered, in either period."""
    shown: Row = {"words": CODES["answers"][row["key"]]}
    for side in SIDES:
        times = row[side]
        shown[side] = {
            "answered": number(times["answered"]),
            "median": duration(times["median_hours"]),
            "p90": duration(times["p90_hours"]),
            "in_time": share(times["in_time_percent"]),
        }
    return shown


def satisfaction_row(row: Row) -> Row:
    """How satisfied the customers were of all cases, or of those of a desk, a tier or a cause."""
    told = {
        side: {"answers": number(row[side]["answers"]), "average": row[side]["average"] or NOTHING} for side in SIDES
    }
    return {"words": words_of_satisfaction(row), **told}


def words_of_satisfaction(row: Row) -> Words:
    """Whose satisfaction a row tells of."""
    if row["by"] == "all":
        return CODES["answers"]["all"]
    return region(row["key"]) if row["by"] in NAMED_BY_WORDS else words_of(row["by"], row["key"])


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
        "took": duration(row["hours"]) if row["hours"] else None,
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
