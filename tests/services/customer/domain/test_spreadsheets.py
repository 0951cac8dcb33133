"""Texts that a spreadsheet would run."""

from __future__ import annotations

import pytest

from services.customer.domain.spreadsheets import harmless, is_formula, unquoted


@pytest.mark.parametrize("text", ["=1+1", "=cmd|x", "+x", "-x", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_found_and_made_harmless(text: str) -> None:
    assert is_formula(text)
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-5", "+86 21 (1234)", "-1,234.50", "x=1", "张三", "1+1"])
def test_numbers_and_words_are_no_formula(text: str) -> None:
    assert not is_formula(text)
    assert harmless(text) == text


def test_a_sign_alone_is_no_formula_and_made_harmless_all_the_same() -> None:
    assert not is_formula("=")
    assert harmless("=") == "'="
    assert harmless("-") == "-"


@pytest.mark.parametrize(
    "text", ["=1+1", "-钓鱼", "+44****0958", "@home", "\tx", "张三", "-5", "+861062345678", "'", "'s", ""]
)
def test_what_was_made_harmless_comes_back_as_it_was_meant(text: str) -> None:
    assert unquoted(harmless(text)) == text
