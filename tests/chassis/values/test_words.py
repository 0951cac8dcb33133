"""Words: choices, what stands for nothing, what is spoiled, and Traditional beside Simplified characters."""

from __future__ import annotations

import pytest

from chassis.values.blanks import is_blank, is_emptying
from chassis.values.choices import Choices
from chassis.values.simplified import comparable, simplified
from chassis.values.spoiled import is_spreadsheet_error, spoiled

COLOURS = Choices({"red": "红 红色 赤", "blue": ["蓝", "天 蓝"], "": "无色"})


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("红", "red"),
        ("紅色", "red"),
        (" RED ", "red"),
        ("ｒｅｄ", "red"),
        ("藍", "blue"),
        ("天 蓝", "blue"),
        ("無色", ""),
        ("绿", None),
        ("", None),
    ],
)
def test_a_choice_is_known_by_its_words_in_any_case_width_and_kind_of_characters(text: str, colour: str | None) -> None:
    assert COLOURS.find(text) == colour


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "无",
        "無",
        "-",
        "--",
        "——",
        "/",
        "暂无",
        "N/A",
        "n/a",
        "ＮＡ",
        "null",
        "NULL",
        "None",
        "空",
        "未填",
        "未知",
        "…",
        "（空）",
    ],
)
def test_these_say_that_there_is_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["无锡", "0", "-1", "空调", "no", "***", "无名氏", "A/B"])
def test_these_say_something(text: str) -> None:
    assert not is_blank(text)


def test_a_field_is_emptied_by_a_word_in_brackets_alone() -> None:
    assert is_emptying("[清空]")
    assert is_emptying("【清空】")
    assert is_emptying("[Clear]")
    assert not is_emptying("清空")
    assert not is_emptying("")


@pytest.mark.parametrize(
    "text",
    ["#N/A", "#n/a", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "###", "########", "Err:502", "＃N/A"],
)
def test_what_a_spreadsheet_shows_instead_of_a_value_is_known(text: str) -> None:
    assert is_spreadsheet_error(text)
    assert spoiled(text) == "spreadsheet_error"


@pytest.mark.parametrize("text", ["#1", "##", "N/A", "#号楼", "VALUE!", "", "Error", "#N/A 等"])
def test_other_texts_with_such_signs_are_texts(text: str) -> None:
    assert not is_spreadsheet_error(text)
    assert spoiled(text) is None


def test_a_letter_or_digits_that_were_lost_spoil_a_cell() -> None:
    assert spoiled("冯\ufffd三") == "not_a_text"
    assert spoiled("1.23457E+15") == "number_lost_digits"


def test_texts_are_compared_in_simplified_characters_half_width_and_lower_case() -> None:
    assert simplified("編號") == "编号"
    assert comparable(" 客 戶\n編號（ＩＤ） ") == "客 户 编号(id)"
    assert comparable("a\0b") == "a\0b"
    assert comparable("冯\u200b三") == "冯三"
