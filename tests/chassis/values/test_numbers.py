"""Numbers and amounts as people and spreadsheets write them, read exactly."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.values import Unreadable
from chassis.values.numbers import has_lost_digits, read_number, read_whole, times
from chassis.values.units import ANY, COUNT, MONEY, SCALES, scale_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("-1,234,567", "-1234567"),
        ("￥1,234.50", "1234.50"),
        ("¥ 5", "5"),
        ("CNY 3", "3"),
        ("RMB3.5", "3.5"),
        ("人民币5元", "5"),
        ("3元", "3"),
        ("3.5 元", "3.5"),
        ("3元整", "3"),
        ("(1,234.50)", "-1234.50"),
        ("（1,234.50）", "-1234.50"),
        ("￥(5)", "-5"),
        ("1,234.50-", "-1234.50"),
        ("-￥5", "-5"),
        ("￥-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("１，２３４．５", "1234.5"),
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("1.2萬元", "12000"),
        ("3亿", "300000000"),
        ("0.1亿元", "10000000"),
        ("0.00001万", "0.1"),
        (".5", "0.5"),
        ("5角", "0.5"),
    ],
)
def test_an_amount_is_read_exactly_however_it_is_written(text: str, number: str) -> None:
    assert read_number(text, of=MONEY) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,23", "not_a_number"),
        ("1234,567", "not_a_number"),
        ("1.234,50", "not_a_number"),
        ("abc", "not_a_number"),
        ("1 234", "not_a_number"),
        ("--5", "not_a_number"),
        ("(-5)", "not_a_number"),
        ("-5-", "not_a_number"),
        ("", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("12%", "not_a_number"),
        ("1.", "not_a_number"),
        ("一百", "not_a_number"),
        ("1.5E+10", "number_lost_digits"),
        ("1e5", "number_lost_digits"),
        ("-1.2e-3", "number_lost_digits"),
        ("$5", "other_unit"),
        ("US$5", "other_unit"),
        ("EUR 5", "other_unit"),
        ("5美元", "other_unit"),
        ("5箱", "other_unit"),
        ("5件", "other_unit"),
    ],
)
def test_what_is_no_amount_of_ours_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(text, of=MONEY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "whole"), [("3", 3), ("3.0", 3), ("-3", -3), ("1,000", 1000), ("3件", 3), ("1.5万", 15_000), ("９", 9)]
)
def test_a_whole_number_is_also_one_as_a_spreadsheet_writes_it(text: str, whole: int) -> None:
    assert read_whole(text, of=COUNT) == whole


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.5", "not_a_whole_number"),
        ("1.00005万", "not_a_whole_number"),
        ("3箱", "other_unit"),
        ("3元", "other_unit"),
        ("x", "not_a_number"),
    ],
)
def test_what_is_no_whole_number_of_pieces_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_whole(text, of=COUNT)
    assert refused.value.code == code


def test_a_factor_is_applied_exactly_and_makes_no_zeros_of_its_own() -> None:
    assert str(times(Decimal("100.50"), Decimal(1))) == "100.50"
    assert str(times(Decimal("100.50"), Decimal(10_000))) == "1005000"
    assert str(times(Decimal("0.123456"), Decimal(10_000))) == "1234.56"
    assert read_whole("0.5", of=COUNT, factor=Decimal(1000)) == 500


@pytest.mark.parametrize("text", ["1.23457E+15", "1.23456789012346e+15", "1E+15", "1.1E17", "-1.2E-05", "１.２E+15"])
def test_a_number_that_a_spreadsheet_has_shortened_is_known_among_texts(text: str) -> None:
    assert has_lost_digits(text)


@pytest.mark.parametrize("text", ["1E5", "3E12", "1E-5", "BR1E+15", "1.5", "E+15", "12.3E+15", ""])
def test_a_code_that_only_looks_like_one_stays_a_code(text: str) -> None:
    assert not has_lost_digits(text)


def test_units_are_yuan_pieces_or_either() -> None:
    assert scale_of("万元", MONEY) == scale_of("万件", COUNT) == scale_of("万", ANY) == 10_000
    assert scale_of("元", COUNT) is scale_of("件", MONEY) is scale_of("万元", ANY) is scale_of("美元", MONEY) is None
    assert all(factor > 0 for scales in SCALES.values() for factor in scales.values())


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_comes_back_as_it_is_written(amount: Decimal) -> None:
    ways = (f"{amount}", f"{amount:,}", f"¥{amount:,}", f"{amount}元", f"({-amount:,})" if amount < 0 else f"+{amount}")
    assert {read_number(way, of=MONEY) for way in ways} == {amount}


@given(st.text())
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    with suppress(Unreadable):
        assert read_number(text, of=MONEY).is_finite()
