"""Codes can be read over the phone: a wrong character is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.codes import ALPHABET, format_code, is_code


@given(number=st.integers(1, 10**8), position=st.integers(0, 9), other=st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(number: int, position: int, other: str) -> None:
    code = format_code("P", 2026, number)
    assert is_code(code)
    if code[position] != other:
        assert not is_code(code[:position] + other + code[position + 1 :])


@pytest.mark.parametrize("text", ["", "P2026", "p2026000123k", "P2026-000123", "张三"])
def test_what_is_no_code_is_no_code(text: str) -> None:
    assert not is_code(text)


def test_no_character_can_be_taken_for_another() -> None:
    assert not set("BIOQSZ") & set(ALPHABET)
    assert len(ALPHABET) == 30
