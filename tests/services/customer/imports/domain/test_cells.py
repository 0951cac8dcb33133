"""Cells of a file as people write them, as our fields want them; a word that is not known stays as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis.values import Unreadable
from contracts.customer import CustomerKind, ImportKind
from services.customer.imports.domain.cells import (
    empties,
    field_of,
    may_be_left_out,
    read_cell,
    says_nothing,
)

PERSONS, COMPANIES, TRANSACTIONS = ImportKind.PERSONS, ImportKind.COMPANIES, ImportKind.TRANSACTIONS
HOME = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("birth_date", "2009/1/9", "2009-01-09"),
        ("birth_date", "１９８０-０２-０３", "1980-02-03"),
        ("birth_date", "46086", "2026-03-05"),
        ("birth_date", "2026-10-31T18:00:00Z", "2026-11-01"),
        ("sex", "男", "male"),
        ("sex", "F", "female"),
        ("sex", "女士", "female"),
        ("sex", "先生", "male"),
        ("sex", "Other", "other"),
        ("marital_status", "離異", "divorced"),
        ("marital_status", "喪偶", "widowed"),
        ("marital_status", "离婚", "divorced"),
        ("external_code", "ＢＲ１１１", "BR111"),
        ("email", "ｃ@example.com", "c@example.com"),
        ("name", "ＡＢＣ", "ＡＢＣ"),
        ("kind", "個人客戶", CustomerKind.PERSON),
        ("kind", "公司", CustomerKind.COMPANY),
        ("kind", "VIP", "vip"),
    ],
)
def test_cells_of_customers_are_read_as_offices_write_them(field: str, text: str, value: Any) -> None:
    assert read_cell(PERSONS, field, text, zone=HOME) == value


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("kind", "退款", "return"),
        ("kind", "銷售出庫", "sale"),
        ("kind", "Sale", "sale"),
        ("kind", "换货", "换货"),
        ("void", "是", True),
        ("void", "YES", True),
        ("void", "正常", False),
        ("void", "0", False),
        ("void", "vielleicht", "vielleicht"),
        ("quantity", "3.0", 3),
        ("quantity", "3件", 3),
        ("amount", "￥1,234.50", "1234.50"),
        ("amount", "(1,234.50)", "-1234.50"),
        ("amount", "1.2万", "12000"),
    ],
)
def test_cells_of_transactions_are_read_as_offices_write_them(field: str, text: str, value: Any) -> None:
    assert read_cell(TRANSACTIONS, field, text) == value


def test_a_factor_is_applied_exactly() -> None:
    factor = Decimal(10_000)
    assert read_cell(TRANSACTIONS, "amount", "100.5", factor=factor) == "1005000"
    assert read_cell(TRANSACTIONS, "amount", "0.123456", factor=factor) == "1234.56"
    assert read_cell(TRANSACTIONS, "quantity", "1.5", factor=factor) == 15_000


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("birth_date", "05/03/2026", "not_a_date"),
        ("birth_date", "80-2-3", "not_a_date"),
        ("amount", "12%", "not_a_number"),
        ("amount", "$12", "other_unit"),
        ("amount", "1e5", "number_lost_digits"),
        ("quantity", "3.5", "not_a_whole_number"),
        ("external_code", "1.23456789012346e+15", "number_lost_digits"),
        ("customer_code", "1.1010119800203E+17", "number_lost_digits"),
        ("mobile", "1.38E+10", "number_lost_digits"),
        ("name", "#VALUE!", "spreadsheet_error"),
        ("mobile", "########", "spreadsheet_error"),
        ("hobbies", "#N/A", "spreadsheet_error"),
        ("name", "冯\ufffd三", "not_a_text"),
    ],
)
def test_a_cell_whose_value_is_gone_or_could_be_meant_in_two_ways_is_refused(field: str, text: str, code: str) -> None:
    kind = PERSONS if field in ("birth_date", "external_code", "mobile", "name", "hobbies") else TRANSACTIONS
    with pytest.raises(Unreadable) as refused:
        read_cell(kind, field, text)
    assert refused.value.code == code


@pytest.mark.parametrize("word", ["无", "-", "--", "/", "暂无", "N/A", "null", "空", "未填", "未知", ""])
def test_a_word_for_nothing_says_nothing_where_nothing_may_be(word: str) -> None:
    assert all(says_nothing(field, word) for field in ("mobile", "hobbies", "birth_date", "sex", "kind", "product"))
    always = ("name", "external_code", "code", "external_id", "customer_code", "owner", "amount", "quantity")
    assert all(says_nothing(field, word) is (word == "") for field in always)


def test_only_what_may_be_missing_is_emptied_or_left_out() -> None:
    fields = ("mobile", "birth_date", "hobbies", "product", "email")
    assert all(may_be_left_out(field) and empties(field, "[清空]") for field in fields)
    assert not empties("hobbies", "清空")
    for field in ("name", "external_code", "code", "owner", "kind", "void", "amount", "quantity", "occurred_on"):
        assert not may_be_left_out(field)
        assert not empties(field, "[清空]")


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
