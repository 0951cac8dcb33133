"""What the columns of a file mean."""

from __future__ import annotations

import pytest

from contracts.customer import ImportKind
from services.customer.imports.domain.headings import (
    fields_of,
    guess_mapping,
    missing_fields,
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


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        (K.PERSONS, ["external_code", "name"]),
        (K.COMPANIES, ["external_code", "name"]),
        (K.TRANSACTIONS, ["external_id", "customer_code", "occurred_on", "quantity", "amount"]),
    ],
)
def test_what_no_column_is_mapped_to_is_missing_if_it_is_required(kind: ImportKind, required: list[str]) -> None:
    assert missing_fields(kind, {"x": None}) == required
    assert missing_fields(kind, {str(place): field for place, field in enumerate(required)}) == []
    assert missing_fields(kind, {str(place): field for place, field in enumerate(required[1:])}) == required[:1]
    assert set(required) <= set(fields_of(kind))


def test_a_file_of_customers_can_be_mapped_as_one_of_persons() -> None:
    assert fields_of(K.CUSTOMERS) == fields_of(K.PERSONS)
