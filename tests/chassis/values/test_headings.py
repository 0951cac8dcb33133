"""Headings of columns as people write them: what is dropped, what multiplies, and what leaves a column alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chassis.values.headings import ColumnNote, Headings, has_known_headings, is_harmless, key_of, take_apart
from chassis.values.units import COUNT, MONEY

FIELDS = Headings(
    {"sum": "金额 总金额 sum", "number": "数量 number", "name": "姓名 full_name", "place": "地址"},
    of={"sum": MONEY, "number": COUNT},
    own=["备查 ours"],
    yields=["总金额"],
)


@pytest.mark.parametrize(
    "heading",
    [
        "姓名",
        "* 姓  名 *",
        "姓名：",
        "姓\n名",
        "姓名（必填）",
        "【必填】姓名",
        "Full Name",
        "full-name",
        "ＦＵＬＬ＿ＮＡＭＥ",
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    assert FIELDS.read(heading).field == "name"
    assert FIELDS.is_known(heading)


@pytest.mark.parametrize(
    "remark",
    [
        "必填",
        "选填",
        "可空",
        "yyyy-mm-dd",
        "yyyy/m/d",
        "年-月-日",
        "2026-01-01",
        "如2026-01-01",
        "男/女",
        "是/否",
        "2",
        "文本",
        "含税",
    ],
)
def test_these_remarks_change_nothing(remark: str) -> None:
    assert is_harmless(remark)
    assert FIELDS.read(f"金额（{remark}）").field == "sum"


@pytest.mark.parametrize("remark", ["万元", "美元", "usd", "kg", "箱", "备用", "家庭", "不含税", "元/件", "%", "传真"])
def test_these_remarks_count(remark: str) -> None:
    assert not is_harmless(remark)
    column = FIELDS.read(f"地址（{remark}）")
    assert (column.field, column.note, column.about) == (None, ColumnNote.OTHER_UNIT, remark)


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("金额", 1),
        ("金额（元）", 1),
        ("金额（CNY）", 1),
        ("金额（万元）", 10_000),
        ("金额(萬元)", 10_000),
        ("金额（单位：万元）", 10_000),
        ("金额万元", 10_000),
        ("金额 万元", 10_000),
        ("金额-万元", 10_000),
        ("金额(万元", 10_000),
        ("sum (k)", 1_000),
        ("金额（分）", "0.01"),
        ("金额（必填，千元）", 1_000),
    ],
)
def test_a_unit_of_ours_is_a_factor(heading: str, factor: int | str) -> None:
    column = FIELDS.read(heading)
    assert (column.field, column.factor) == ("sum", Decimal(factor))
    assert (column.note is ColumnNote.FACTOR) is (Decimal(factor) != 1)


@pytest.mark.parametrize(
    "heading", ["金额美元", "sum_usd", "sum/usd", "数量/箱", "数量kg", "金额（万美元）", "数量（元）"]
)
def test_any_other_unit_leaves_the_column_alone(heading: str) -> None:
    column = FIELDS.read(heading)
    assert (column.field, column.note) == (None, ColumnNote.OTHER_UNIT)
    assert FIELDS.is_known(heading)


def test_what_is_not_known_says_nothing() -> None:
    column = FIELDS.read("金额说明")
    assert (column.field, column.note, FIELDS.is_known("金额说明")) == (None, None, False)


def test_columns_of_our_own_mean_nothing() -> None:
    assert FIELDS.read("备查 ours").note is ColumnNote.OWN_COLUMN


def test_of_two_columns_the_first_counts_and_both_say_so_but_one_that_yields() -> None:
    first, second = FIELDS.assign(["金额（万元）", "sum"])
    assert (first.field, first.factor, first.note, first.about) == ("sum", 10_000, ColumnNote.TWO_COLUMNS, "sum")
    assert (second.field, second.note, second.about) == (None, ColumnNote.TWO_COLUMNS, "金额（万元）")
    assert [column.field for column in FIELDS.assign(["总金额", "金额"])] == [None, "sum"]
    assert [column.field for column in FIELDS.assign(["总金额"])] == ["sum"]
    assert [column.field for column in FIELDS.assign(["姓名", "姓名 (2)"])] == ["name", None]


def test_a_column_that_somebody_has_mapped_is_read_with_its_unit() -> None:
    assert FIELDS.read_as("开票额万元", "sum").factor == 10_000
    assert FIELDS.read_as("开票额（千件）", "number").factor == 1_000
    column = FIELDS.read_as("开票额（美元）", "sum")
    assert (column.field, column.factor, column.note, column.about) == ("sum", 1, ColumnNote.OTHER_UNIT, "美元")
    assert FIELDS.read_as("备注（万元）", "name").factor == 1


def test_a_heading_is_taken_apart() -> None:
    assert take_apart("金额（必填，单位：万元）") == ("金额", ["必填", "万元"])
    assert key_of("* Full-Name：") == "full_name"


def test_a_line_of_headings_is_known_by_two_of_them_among_fewer_values() -> None:
    assert has_known_headings(["姓名", "金额", "其他"], [FIELDS])
    assert not has_known_headings(["姓名", "", ""], [FIELDS])
    assert not has_known_headings(["姓名", "金额", "2026-01-01", "13900001111"], [FIELDS])
    assert not has_known_headings([], [FIELDS])
