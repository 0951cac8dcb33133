"""The tables of a report for spreadsheets: numbers as numbers, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from chassis.markdown import text_of
from services.reporting.domain.sections import written
from services.reporting.emails.view import LATER, SIDES, moment, rows_of, span, summary, words_of_satisfaction
from services.reporting.emails.words import CODES, HEADINGS, TABLES, Words, words_of

Figures = Mapping[str, Any]
Cell = str | int | Decimal | None
LANGUAGES = {"zh": 0, "en": 1}
LONGEST_NAME = 31
"""Characters that a workbook allows in the name of a sheet."""


@dataclass(frozen=True)
class Sheet:
    """One table: its heading, the names of its columns, its rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def sheets_of(report: Any, figures: Figures, zone: ZoneInfo, language: str) -> list[Sheet]:
    """Everything a report says in tables, its words first. Times to answer are in hours, shares in percent."""
    return list(_Sheets(report, figures, zone, LANGUAGES[language]).all())


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet for each table. No cell is a formula or a link."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    for each in sheets:
        page = book.add_worksheet(each.title[:LONGEST_NAME])
        page.set_column(0, 0, 24)
        for at, cell in enumerate(each.head):
            page.write_string(0, at, cell, bold)
        for line, row in enumerate(each.rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, at, value)
                elif value is not None:
                    page.write_number(line, at, value)
    book.close()
    return file.getvalue()


@dataclass(frozen=True)
class _Sheets:
    report: Any
    figures: Figures
    zone: ZoneInfo
    side: int

    def all(self) -> Iterator[Sheet]:
        yield self.about()
        for name in TABLES:
            if self.figures.get(f"by_{name}") or name not in LATER:
                yield self.counts(name)
        yield self.answers()
        if self.figures.get("satisfaction"):
            yield self.satisfaction()
        yield self.days()
        yield self.complaints()

    def say(self, words: Words) -> str:
        """The words in the language, those of names in the one they have."""
        return words[self.side] or words.zh

    def heading(self, *names: str) -> list[str]:
        return [self.say(HEADINGS[name]) if name else "" for name in names]

    def about(self) -> Sheet:
        report, figures = self.report, self.figures
        rows: list[tuple[str, Cell]] = [
            (self.say(HEADINGS["period"]), span(figures["period"])),
            (self.say(HEADINGS["before"]), span(figures["before"])),
            (self.say(HEADINGS["as_of"]), moment(figures["as_of"], self.zone)),
            (self.say(HEADINGS["author"]), report.author_name or self.say(HEADINGS["schedule"])),
            (self.say(HEADINGS["summary"]), summary(figures)[self.side]),
            *((self.say(HEADINGS[name]), text_of(text)) for name, text in written(report.words)),
            *((self.say(HEADINGS[name]), figures[name]["now"]) for name in ("total", "open_at_end", "overdue_at_end")),
        ]
        return Sheet(self.say(HEADINGS["title"]), [report.code, ""], rows)

    def counts(self, name: str) -> Sheet:
        title = self.say(TABLES[name])
        rows = [
            (self.say(words), row["now"], row["before"], row["change"], _decimal(row["percent"]))
            for words, row in rows_of(name, self.figures)
        ]
        return Sheet(title, [title, *self.heading("now", "previous", "change"), "%"], rows)

    def answers(self) -> Sheet:
        columns = {"answered": "answered", "median_hours": "median", "p90_hours": "p90", "in_time_percent": "in_time"}
        units = ("", *(f" ({self.say(HEADINGS['hours'])})" for _ in range(2)), " (%)")
        names = [f"{word}{unit}" for word, unit in zip(self.heading(*columns.values()), units, strict=True)]
        head = [f"{name} · {side}" for name in names for side in self._sides()]
        rows = [
            (
                self.say(CODES["answers"][row["key"]]),
                *(_decimal(row[side][column]) for column in columns for side in SIDES),
            )
            for row in self.figures["answers"]
        ]
        return Sheet(self.say(HEADINGS["answers"]), ["", *head], rows)

    def satisfaction(self) -> Sheet:
        names = [f"{name} · {side}" for name in self.heading("responses", "average") for side in self._sides()]
        rows = [
            (
                self.say(words_of_satisfaction(row)),
                *(_decimal(row[side][column]) for column in ("answers", "average") for side in SIDES),
            )
            for row in self.figures["satisfaction"]
        ]
        return Sheet(self.say(HEADINGS["satisfaction"]), ["", *names], rows)

    def days(self) -> Sheet:
        kinds = [self.say(words) for words in CODES["kind"].values()]
        rows = [(row["day"], *(row[kind] for kind in CODES["kind"])) for row in self.figures["by_day"]]
        return Sheet(self.say(HEADINGS["trend"]), [*self.heading("day"), *kinds], rows)

    def complaints(self) -> Sheet:
        def code(kind: str, value: str | None) -> str:
            return self.say(words_of(kind, value)) if value else ""

        rows = [
            (
                *(row["code"], row["customer_code"], row["customer_name"], code("tier", row["tier"]), row["region"]),
                *(code("channel", row["channel"]), code("desk", row["desk"]), code("status", row["status"])),
                *(moment(row["received_at"], self.zone), row["content"], code("result", row["result"]), row["outcome"]),
                *(_decimal(row["hours"]), self.say(HEADINGS["late"]) if row["late"] else ""),
            )
            for row in self.figures["complaints"]
        ]
        head = self.heading("code", "customer_code", "customer", "tier", "region", "channel", "desk", "status")
        more = self.heading("received", "content", "result", "outcome", "hours", "late")
        return Sheet(self.say(HEADINGS["complaints"]), [*head, *more], rows)

    def _sides(self) -> list[str]:
        return self.heading("now", "previous")


def _decimal(value: Any) -> Cell:
    return Decimal(value) if isinstance(value, str) else value
