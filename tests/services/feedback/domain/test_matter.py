"""What a case is about is said in one line."""

from __future__ import annotations

import pytest

from services.feedback.domain.matter import LONGEST, subject_line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("送餐太慢", "送餐太慢"),
        ("送餐太慢。等了两个小时！", "送餐太慢"),
        ("  第一行\n第二行", "第一行"),
        ("Too slow. We waited.", "Too slow"),
        ("3.5 小时才到。", "3.5 小时才到"),
        ("？？", "？？"),
        ("a  b\tc", "a b c"),
        ("字" * LONGEST, "字" * LONGEST),
        ("字" * (LONGEST + 1), "字" * (LONGEST - 1) + "…"),
    ],
)
def test_the_first_sentence_is_the_title_and_a_long_one_is_cut(content: str, line: str) -> None:
    assert subject_line(content) == line
