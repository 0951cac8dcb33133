"""What the columns of a file mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chassis.values.headings import FLAW_COLUMNS, ColumnNote
from contracts.customer import ImportKind
from services.customer.domain.exporting import COLUMNS
from services.customer.imports.domain.headings import (
    HEADINGS,
    columns_of,
    factor_of,
    fields_of,
    guess_mapping,
    has_known_headings,
    is_known,
    notes_of,
    settle_kind,
    unique_headings,
)

K = ImportKind


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["编号", "姓名", "性别"], K.PERSONS),
        (["编号", "公司名称", "行业"], K.COMPANIES),
        (["编号", "名称"], K.PERSONS),
        (["编号", "名称", "行业"], K.COMPANIES),
        (["x"], K.PERSONS),
    ],
)
def test_the_headings_say_whether_customers_are_persons_or_companies(headings: list[str], kind: ImportKind) -> None:
    assert settle_kind(K.CUSTOMERS, headings) is kind


@pytest.mark.parametrize("kind", [K.PERSONS, K.COMPANIES, K.TRANSACTIONS])
def test_a_kind_that_was_said_stays(kind: ImportKind) -> None:
    assert settle_kind(kind, ["公司名称", "性别"]) is kind


@pytest.mark.parametrize(
    "heading", ["客户编号", "Customer Code", "customer-code", "客户编号（必填）", " 客户编号* ", "客户编号："]
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    assert guess_mapping(K.PERSONS, [heading]) == {heading: "external_code"}


def test_each_field_is_taken_once_by_the_first_column_and_strange_ones_stay_open() -> None:
    mapping = guess_mapping(K.PERSONS, ["姓名", "名称", "星座"])
    assert mapping == {"姓名": "name", "名称": None, "星座": None}


def test_the_same_heading_means_what_the_kind_of_file_says() -> None:
    assert guess_mapping(K.PERSONS, ["单位名称"]) == {"单位名称": "employer"}
    assert guess_mapping(K.COMPANIES, ["单位名称"]) == {"单位名称": "name"}
    assert guess_mapping(K.TRANSACTIONS, ["编号"]) == {"编号": "external_id"}
    assert guess_mapping(K.COMPANIES, ["编号"]) == {"编号": "external_code"}


def test_headings_become_one_of_a_kind() -> None:
    assert unique_headings(["a", "a", "", " b  c ", "a"]) == ["a", "a (2)", "#3", "b c", "a (3)"]


def test_a_file_of_customers_can_be_mapped_as_one_of_persons() -> None:
    assert fields_of(K.CUSTOMERS) == fields_of(K.PERSONS)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_every_heading_of_our_own_exports_is_known_in_both_languages(column: object) -> None:
    assert is_known(column.zh)  # type: ignore[attr-defined]
    assert is_known(column.en)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [K.PERSONS, K.COMPANIES])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_export_comes_back_to_the_fields_that_it_was_made_of(kind: ImportKind, language: str) -> None:
    own = {K.PERSONS: "person", K.COMPANIES: "company"}[kind]
    fields = {"owner_name": "owner", "status": None, "tier": None, "exported": None}
    columns = [column for column in COLUMNS if column.kind in ("", own)]
    headings = [getattr(column, language) for column in columns]
    expected = [fields.get(column.field, column.field) for column in columns]
    assert list(guess_mapping(kind, headings).values()) == expected


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        (K.PERSONS, "編號", "external_code"),
        (K.PERSONS, "手機", "mobile"),
        (K.PERSONS, "電話", "phone"),
        (K.PERSONS, "郵箱", "email"),
        (K.PERSONS, "性別", "sex"),
        (K.PERSONS, "單位", "employer"),
        (K.PERSONS, "單位電話", "employer_phone"),
        (K.PERSONS, "愛好", "hobbies"),
        (K.PERSONS, "背景信息", "background"),
        (K.PERSONS, "客户类型", "kind"),
        (K.PERSONS, "系统编号", "code"),
        (K.PERSONS, "姓  名", "name"),
        (K.COMPANIES, "客户全称", "name"),
        (K.COMPANIES, "联系人手机", "mobile"),
        (K.COMPANIES, "联系电话1", "mobile_or_phone"),
        (K.COMPANIES, "往来单位", "name"),
        (K.TRANSACTIONS, "订单金额", "amount"),
        (K.TRANSACTIONS, "开票金额", "amount"),
        (K.TRANSACTIONS, "含税金额", "amount"),
        (K.TRANSACTIONS, "业务日期", "occurred_on"),
        (K.TRANSACTIONS, "单据编号", "external_id"),
        (K.TRANSACTIONS, "单据日期", "occurred_on"),
        (K.TRANSACTIONS, "往来单位", "customer_code"),
        (K.TRANSACTIONS, "购买数量", "quantity"),
    ],
)
def test_headings_of_offices_are_known_in_both_kinds_of_characters(kind: ImportKind, heading: str, field: str) -> None:
    assert guess_mapping(kind, [heading]) == {heading: field}


@pytest.mark.parametrize(
    ("heading", "field", "factor"),
    [
        ("金额（万元）", "amount", 10_000),
        ("金额(千元)", "amount", 1_000),
        ("金额 [单位：百万元]", "amount", 1_000_000),
        ("订单金额（亿元）", "amount", 100_000_000),
        ("金额（元，必填）", "amount", 1),
        ("金额（人民币）", "amount", 1),
        ("金额万元", "amount", 10_000),
        ("金额_万元", "amount", 10_000),
        ("金额/万元", "amount", 10_000),
        ("数量（件）", "quantity", 1),
        ("数量（万件）", "quantity", 10_000),
        ("数量/千件", "quantity", 1_000),
        ("日期（yyyy-mm-dd）", "occurred_on", 1),
    ],
)
def test_a_unit_that_multiplies_is_the_factor_of_its_column(heading: str, field: str, factor: int) -> None:
    assert guess_mapping(K.TRANSACTIONS, [heading]) == {heading: field}
    assert factor_of(K.TRANSACTIONS, heading, field) == factor
    notes = [(heading, ColumnNote.FACTOR, str(factor))] if factor != 1 else []
    assert notes_of(K.TRANSACTIONS, [heading], {heading: field}) == notes


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("金额（美元）", "美元"), ("金额(USD)", "usd"), ("amount_usd", "usd"), ("数量（kg）", "kg"), ("金额（件）", "件"),
     ("数量（万元）", "万元"), ("金额（不含税）", "不含税"), ("手机（备用）", "备用"), ("姓名（万元）", "万元")],
)  # fmt: skip
def test_any_other_unit_leaves_its_column_alone_with_a_word_at_it(heading: str, unit: str) -> None:
    kind = K.PERSONS if heading[0] in "手姓" else K.TRANSACTIONS
    mapping = guess_mapping(kind, [heading])
    assert mapping == {heading: None}
    assert notes_of(kind, [heading], mapping) == [(heading, ColumnNote.OTHER_UNIT, unit)]


def test_a_column_that_somebody_maps_is_multiplied_by_its_unit_too() -> None:
    assert factor_of(K.TRANSACTIONS, "开票总额（万元）", "amount") == 10_000
    assert factor_of(K.TRANSACTIONS, "开票总额万元", "amount") == Decimal(10_000)
    assert factor_of(K.TRANSACTIONS, "金额（美元）", "amount") == 1
    assert notes_of(K.TRANSACTIONS, ["金额（美元）"], {"金额（美元）": "amount"}) == [
        ("金额（美元）", ColumnNote.OTHER_UNIT, "美元")
    ]


def test_two_columns_on_one_field_say_so_at_both() -> None:
    headings = ["金额（万元）", "订单金额", "数量"]
    mapping = guess_mapping(K.TRANSACTIONS, headings)
    assert mapping == {"金额（万元）": "amount", "订单金额": None, "数量": "quantity"}
    assert notes_of(K.TRANSACTIONS, headings, mapping) == [
        ("金额（万元）", ColumnNote.FACTOR, "10000"),
        ("金额（万元）", ColumnNote.TWO_COLUMNS, "订单金额"),
        ("订单金额", ColumnNote.TWO_COLUMNS, "金额（万元）"),
    ]


def test_a_name_gives_way_to_a_number_wherever_it_stands() -> None:
    assert guess_mapping(K.TRANSACTIONS, ["往来单位", "客户编号"]) == {"往来单位": None, "客户编号": "customer_code"}


@pytest.mark.parametrize("kind", [K.PERSONS, K.COMPANIES, K.TRANSACTIONS])
def test_the_columns_of_a_file_of_refused_rows_are_known_and_mean_nothing(kind: ImportKind) -> None:
    assert set(guess_mapping(kind, [*FLAW_COLUMNS, "编号"]).values()) - {None} == set(
        guess_mapping(kind, ["编号"]).values()
    )
    assert all(column.note is ColumnNote.OWN_COLUMN for column in columns_of(kind, FLAW_COLUMNS))
    former = guess_mapping(kind, ["row", "column", "code", "value", "编号"])
    assert [heading for heading, field in former.items() if field] == ["编号"]


def test_a_line_with_headings_is_told_from_titles_and_rows() -> None:
    assert has_known_headings(["编号", "姓名", "星座"])
    assert not has_known_headings(["2026年客户信息表", "", ""])
    assert not has_known_headings(["2026-10-19 21:21", "C1", "电话", "类型", "3", "4"])
    assert not has_known_headings(["", ""])


def test_no_heading_of_one_kind_of_file_means_two_fields() -> None:
    for headings in HEADINGS.values():
        names = [name for field in headings.fields for name in headings.names(field)]
        assert len(names) == len(set(names))
