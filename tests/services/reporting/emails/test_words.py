"""Everything an email says has its words in both languages."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import Tier
from services.reporting.emails import words

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES: dict[str, type[StrEnum]] = {
    "kind": CaseKind,
    "status": CaseStatus,
    "tier": Tier,
    "channel": Channel,
    "desk": Desk,
    "result": Result,
}
SAID = [
    *words.HEADINGS.values(),
    *words.TABLES.values(),
    words.SUMMARY,
    words.SUBJECT,
    *(each for codes in words.CODES.values() for each in codes.values()),
]


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_a_case_has_its_words(kind: str) -> None:
    assert set(words.CODES[kind]) == {code.value for code in CODES[kind]}


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.en)
def test_what_is_said_is_said_in_both_languages(said: words.Words) -> None:
    assert CHINESE.search(said.zh) or said.zh.isascii()
    assert said.en.strip()
    assert not CHINESE.search(said.en)


def test_what_a_sentence_fills_in_is_the_same_in_both_languages() -> None:
    blanks = [sorted(re.findall(r"{(\w+)}", sentence)) for sentence in words.SUMMARY]
    assert blanks[0] == blanks[1]


@pytest.mark.parametrize("template", ["report.html", "report.txt", "report.typ"])
def test_no_template_says_anything_but_these_words(template: str) -> None:
    text = (Path(words.__file__).parent / template).read_text()
    names = set(re.findall(r"(?:headings|say)\.([a-z_]\w*)", text))
    assert names <= set(words.HEADINGS)
    body = re.sub(r"font-family:[^;]*;", "", text)
    assert not CHINESE.search(body)


PAGES = ("reports", "cases", "tiers", "customers")
"""Sections of the pages that say of a report, and of its cases, what the mail says."""


def said_on_pages() -> dict[str, set[str]]:
    """English words of the pages -> the Chinese that they have there."""
    said: dict[str, set[str]] = {}
    for name in PAGES:
        with (Path("gateway/translations/zh_Hans/LC_MESSAGES") / f"{name}.po").open() as file:
            for message in read_po(file):
                if isinstance(message.id, str):
                    said.setdefault(message.id, set()).add(str(message.string))
    return said


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.en)
def test_what_the_mail_calls_as_the_page_does_in_english_it_calls_so_in_chinese(said: words.Words) -> None:
    on_pages = said_on_pages().get(said.en)
    assert on_pages is None or said.zh in on_pages


@pytest.mark.parametrize("table", ["tier", "channel", "region", "cause", "status", "desk", "result", "score"])
def test_the_tables_of_the_mail_are_those_of_the_page(table: str) -> None:
    assert words.TABLES[table].en in said_on_pages()


@pytest.mark.parametrize(
    "name",
    [
        "total",
        "open_at_end",
        "overdue_at_end",
        "in_time",
        "median",
        "p90",
        "what_happened",
        "why",
        "proposal",
        "author",
    ],
)
def test_the_headings_of_the_mail_are_those_of_the_page(name: str) -> None:
    assert words.HEADINGS[name].en in said_on_pages()
