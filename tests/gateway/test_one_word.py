"""One word for one thing: page, export, mail and PDF say the same, and no text says what the glossary gave up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from gateway.words import WORDS, field_label
from services.customer.domain.exporting import COLUMNS, WORDS_ZH
from services.reporting.emails.words import CODES

ROOT = Path(__file__).parents[2]
SAME = ("tier", "channel", "desk", "result")
GIVEN_UP = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$")


def given_up() -> dict[str, str]:
    """What the glossary says is not said, and what is said instead."""
    part = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition("## Not said")[2].partition("\n## ")[0]
    rows = [found.groups() for line in part.splitlines() if (found := GIVEN_UP.match(line))]
    return {bad.strip(): good.strip() for bad, good in rows[1:]}


def texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text that people are shown, with the file that it stands in."""
    for path in (ROOT / "gateway" / "translations").rglob("*.po"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith(("msgid", "#")):
                yield path.name, line
    for folder in ("services", "chassis"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".html", ".txt", ".typ"} or path.name in {"words.py", "exporting.py", "roles.py"}:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_text_says_what_was_given_up() -> None:
    words = given_up()
    assert len(words) > 5
    found = [f"{where}: {bad}, not {good}" for where, text in texts() for bad, good in words.items() if bad in text]
    assert found == []


def test_an_export_names_its_columns_as_the_page_names_the_fields(pages: Flask) -> None:
    with pages.test_request_context(), force_locale("zh_Hans"):
        shown = {each.field: str(field_label(each.field)) for each in COLUMNS if each.field in WORDS.fields}
    only_there = {"code", "name", "kind", "tier", "status", "owner_name"}  # two names on the page, or none
    assert len(shown) > 10
    exported = {each.field: each.zh for each in COLUMNS if each.field in shown}
    differ = {name: (shown[name], exported[name]) for name in shown if shown[name] != exported[name]}
    assert {name: both for name, both in differ.items() if name not in only_there} == {}


@pytest.mark.parametrize("choice", ["kind", "status", "tier", "sex", "marital_status"])
def test_an_export_says_of_a_customer_what_the_page_says(pages: Flask, choice: str) -> None:
    with pages.test_request_context(), force_locale("zh_Hans"):
        shown = {str(value): str(word) for value, word in WORDS.choices[choice].items()}
    assert shown == dict(WORDS_ZH[choice])


@pytest.mark.parametrize(
    ("choice", "there"), [("case_kind", "kind"), ("case_status", "status"), *zip(SAME, SAME, strict=True)]
)
def test_a_report_says_of_a_case_what_the_page_says(pages: Flask, choice: str, there: str) -> None:
    mailed = CODES[there]
    for locale, said in (("zh_Hans", "zh"), ("en", "en")):
        with pages.test_request_context(), force_locale(locale):
            shown = {str(value): str(word) for value, word in WORDS.choices[choice].items()}
        assert shown == {value: getattr(words, said) for value, words in mailed.items()}
