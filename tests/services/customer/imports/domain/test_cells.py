"""Cells of a file as people write them, as our fields want them; what cannot be read stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from services.customer.imports.domain.cells import CONVERSIONS, as_date, as_number, as_whole, field_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2009-11-09", "2009-11-09"),
        ("2009/1/9", "2009-01-09"),
        ("2009.1.09", "2009-01-09"),
        ("2009年1月9日", "2009-01-09"),
        ("20090109", "2009-01-09"),
        ("2009-11-09 08:30", "2009-11-09"),
        ("2009-11-09T08:30:00.5", "2009-11-09"),
        ("2009-11-09 x", "2009-11-09 x"),
        ("09/11/2009", "09/11/2009"),
        ("2009-111-9", "2009-111-9"),
        ("2009", "2009"),
        ("", ""),
    ],
)
def test_a_date_is_read_year_first_however_it_is_written(text: str, date: str) -> None:
    assert as_date(text) == date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.50"),
        ("-1,234,567", "-1234567"),
        ("999", "999"),
        ("1,23", "1,23"),
        ("1234,567", "1234,567"),
        ("1,2345", "1,2345"),
        ("1.234,50", "1.234,50"),
    ],
)
def test_thousands_separators_go_where_they_stand_right(text: str, number: str) -> None:
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("text", "whole"),
    [("3", 3), ("3.0", 3), ("+3", 3), ("-3", -3), ("1,000", 1000), ("3.5", "3.5"), ("3,5", "3,5"), ("x", "x"),
     ("9" * 18, int("9" * 18)), ("9" * 19, "9" * 19)],
)  # fmt: skip
def test_a_whole_number_is_also_one_as_a_spreadsheet_writes_it(text: str, whole: int | str) -> None:
    assert as_whole(text) == whole


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("sex", "男", "male"),
        ("sex", "F", "female"),
        ("sex", "未知", ""),
        ("sex", "Other", "other"),
        ("marital_status", "离婚", "divorced"),
        ("kind", "退款", "return"),
        ("kind", "Sale", "sale"),
        ("void", "是", True),
        ("void", "YES", True),
        ("void", "正常", False),
        ("void", "0", False),
        ("void", "vielleicht", "vielleicht"),
    ],
)
def test_words_of_a_field_are_known_in_both_languages(field: str, text: str, value: Any) -> None:
    assert CONVERSIONS[field](text) == value


@pytest.mark.parametrize(
    ("number", "field"),
    [
        ("13812345678", "mobile"),
        ("+86 138 1234 5678", "mobile"),
        ("8613812345678", "mobile"),
        ("12812345678", "phone"),
        ("1381234567", "phone"),
        ("138123456789", "phone"),
        ("021-12345678", "phone"),
    ],
)
def test_a_column_with_both_kinds_of_number_is_told_apart_cell_by_cell(number: str, field: str) -> None:
    assert field_of("mobile_or_phone", number) == field
    assert field_of("mobile", number) == "mobile"
