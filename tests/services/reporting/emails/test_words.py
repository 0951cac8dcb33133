"""Everything an email says has its words in both languages."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

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
