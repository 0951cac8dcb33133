"""What the rows of a file are known by, and what each has to have for that."""

from __future__ import annotations

import pytest

from contracts.customer import ImportKey, ImportKind
from services.customer.imports.domain.headings import fields_of
from services.customer.imports.domain.keys import (
    FIELDS,
    KEYS_OF,
    default_key,
    key_of,
    missing_fields,
    offered_keys,
    required_of,
)

K, KIND = ImportKey, ImportKind


def mapping(*fields: str) -> dict[str, str | None]:
    return {"x": None} | {f"column of {field}": field for field in fields}


@pytest.mark.parametrize(
    ("fields", "offered", "usual"),
    [
        (("external_code", "name"), [K.EXTERNAL_CODE], K.EXTERNAL_CODE),
        (("code", "external_code"), [K.EXTERNAL_CODE, K.CODE], K.EXTERNAL_CODE),
        (("code", "name", "mobile"), [K.CODE, K.NAME_MOBILE, K.MOBILE], K.CODE),
        (("name", "mobile"), [K.NAME_MOBILE, K.MOBILE], K.EXTERNAL_CODE),
        (("name", "mobile_or_phone"), [K.NAME_MOBILE, K.MOBILE], K.EXTERNAL_CODE),
        (("mobile",), [K.MOBILE], K.EXTERNAL_CODE),
        (("name",), [], K.EXTERNAL_CODE),
    ],
)
def test_customers_are_known_by_their_number_unless_only_our_code_is_there_or_somebody_chooses(
    fields: tuple[str, ...], offered: list[ImportKey], usual: ImportKey
) -> None:
    for kind in (KIND.PERSONS, KIND.COMPANIES, KIND.CUSTOMERS):
        assert offered_keys(kind, mapping(*fields)) == offered
        assert default_key(kind, mapping(*fields)) is usual


def test_transactions_are_known_by_their_senders_number_alone() -> None:
    assert KEYS_OF[KIND.TRANSACTIONS] == (K.EXTERNAL_ID,)
    assert default_key(KIND.TRANSACTIONS, mapping("code")) is K.EXTERNAL_ID


@pytest.mark.parametrize(
    ("kind", "key", "required"),
    [
        (KIND.PERSONS, K.EXTERNAL_CODE, ["external_code", "name"]),
        (KIND.COMPANIES, K.CODE, ["code"]),
        (KIND.PERSONS, K.MOBILE, ["mobile", "name"]),
        (KIND.PERSONS, K.NAME_MOBILE, ["name", "mobile"]),
        (KIND.TRANSACTIONS, K.EXTERNAL_ID, ["external_id", "customer_code", "occurred_on", "quantity", "amount"]),
    ],
)
def test_what_no_column_is_mapped_to_is_missing_if_its_key_requires_it(
    kind: ImportKind, key: ImportKey, required: list[str]
) -> None:
    assert list(required_of(kind, key)) == required
    assert missing_fields(kind, key, mapping()) == required
    assert missing_fields(kind, key, mapping(*required)) == []
    assert missing_fields(kind, key, mapping(*required[1:])) == required[:1]
    assert set(required) <= set(fields_of(kind))


def test_a_row_is_known_by_all_parts_of_its_key_or_not_at_all() -> None:
    assert key_of(K.NAME_MOBILE, {"name": "陈凯", "mobile": "13900001111", "sex": "male"}) == ("陈凯", "13900001111")
    assert key_of(K.NAME_MOBILE, {"name": "陈凯", "mobile": ""}) is None
    assert key_of(K.CODE, {"name": "陈凯"}) is None
    assert set(FIELDS) == set(K)
