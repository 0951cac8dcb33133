"""What a field of the house's own may hold, by its type."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.annotations.attachments import LONGEST_NAME, plain_name
from chassis.annotations.tables import FieldType as T
from chassis.annotations.values import LARGEST, LONGEST_LINK, LONGEST_TEXT, Unfit, fitting

ID = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("type", "value", "kept"),
    [
        (T.TEXT, " 红 ", "红"),
        (T.TEXT, "x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        (T.TEXT, "\u200b红\ufeff\r\n蓝", "红\n蓝"),
        (T.TEXT, "五*八", "五*八"),
        (T.NUMBER, "１２．５", "12.5"),
        (T.MONEY, " １２\u3000", "12.00"),
        (T.DATE, "２０２６-０２-２８", "2026-02-28"),
        (T.NUMBER, 3, "3"),
        (T.NUMBER, "3.1400", "3.14"),
        (T.NUMBER, "-0", "0"),
        (T.NUMBER, "-0.00", "0"),
        (T.NUMBER, "0E+30", "0"),
        (T.NUMBER, "100", "100"),
        (T.NUMBER, "00012.50", "12.5"),
        (T.NUMBER, "-0.5", "-0.5"),
        (T.NUMBER, "1e3", "1000"),
        (T.NUMBER, 0, "0"),
        (T.NUMBER, "0.000001", "0.000001"),
        (T.NUMBER, LARGEST - 1, str(LARGEST - 1)),
        (T.MONEY, "12.3", "12.30"),
        (T.MONEY, "-0.01", "-0.01"),
        (T.MONEY, "-0.00", "0.00"),
        (T.MONEY, LARGEST - 1, f"{LARGEST - 1}.00"),
        (T.DATE, "2026-02-28", "2026-02-28"),
        (T.YES_NO, False, False),
        (T.YES_NO, "Yes", True),
        (T.YES_NO, "是", True),
        (T.YES_NO, "false", False),
        (T.YES_NO, "否", False),
        (T.PERSON, ID.upper(), ID),
        (T.LINK, "https://例子.cn/a?b=c", "https://例子.cn/a?b=c"),
        (T.LINK, "https://a.cn/" + "x" * (LONGEST_LINK - 13), "https://a.cn/" + "x" * (LONGEST_LINK - 13)),
        (T.CHOICE, "red", "red"),
        (T.CHOICES, ["red", "blue", "red"], ["red", "blue"]),
    ],
)
def test_a_value_is_kept_in_one_way_of_writing(type: T, value: Any, kept: Any) -> None:
    assert fitting(type, value, ["red", "blue"]) == kept


@pytest.mark.parametrize("type", T)
@pytest.mark.parametrize("empty", [None, "", "  ", "\u200b\u3000", []])
def test_empty_is_empty_whatever_the_type(type: T, empty: Any) -> None:
    assert fitting(type, empty, ["red"]) is None


@pytest.mark.parametrize(
    ("type", "value", "code"),
    [
        (T.TEXT, 5, "not_a_text"),
        (T.TEXT, "a\0", "not_a_text"),
        (T.TEXT, "***", "masked_value"),
        (T.TEXT, " ＊＊＊＊ ", "masked_value"),
        (T.TEXT, "x" * (LONGEST_TEXT + 1), "too_long"),
        (T.NUMBER, "many", "not_a_number"),
        (T.NUMBER, True, "not_a_number"),
        (T.NUMBER, "NaN", "not_a_number"),
        (T.NUMBER, "Infinity", "not_a_number"),
        (T.NUMBER, LARGEST, "out_of_range"),
        (T.NUMBER, -LARGEST, "out_of_range"),
        (T.NUMBER, "0.0000001", "too_many_decimals"),
        (T.NUMBER, "1e-999999", "too_many_decimals"),
        (T.MONEY, "0.001", "too_many_decimals"),
        (T.DATE, "2026-02-29", "not_a_date"),
        (T.DATE, "0999-12-31", "out_of_range"),
        (T.DATE, 20260101, "not_a_date"),
        (T.YES_NO, "maybe", "not_true_or_false"),
        (T.YES_NO, 1, "not_true_or_false"),
        (T.PERSON, "张三", "not_an_id"),
        (T.LINK, "javascript:alert(1)", "not_a_link"),
        (T.LINK, "https:///nowhere", "not_a_link"),
        (T.LINK, "https://a.cn/ b", "not_a_link"),
        (T.LINK, "https://[a", "not_a_link"),
        (T.LINK, "https://a.cn/" + "x" * LONGEST_LINK, "too_long"),
        (T.CHOICE, "green", "unknown_choice"),
        (T.CHOICE, ["red"], "unknown_choice"),
        (T.CHOICES, "red", "not_a_list"),
        (T.CHOICES, ["red", "green"], "unknown_choice"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_code(type: T, value: Any, code: str) -> None:
    with pytest.raises(Unfit, match=f"^{code}$"):
        fitting(type, value, ["red", "blue"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\报价 单.xlsx", "报价 单.xlsx"),
        ('a<b>:"|?*.txt', "ab.txt"),
        ("a\r\nb.txt", "ab.txt"),
        (" .. ", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("x" * 300, "x" * LONGEST_NAME),
    ],
)
def test_a_file_s_name_loses_what_could_be_read_as_more_than_a_name(given: str, kept: str) -> None:
    assert plain_name(given) == kept
