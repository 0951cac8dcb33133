"""What the rows of a file are known by, and what each row has to have for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.customer import ImportKey, ImportKind
from services.customer.imports.domain.headings import MOBILE_OR_PHONE

K = ImportKey
FIELDS: dict[ImportKey, tuple[str, ...]] = {
    K.EXTERNAL_CODE: ("external_code",),
    K.CODE: ("code",),
    K.MOBILE: ("mobile",),
    K.NAME_MOBILE: ("name", "mobile"),
    K.EXTERNAL_ID: ("external_id",),
}
"""The fields that make up each key."""

_OF_CUSTOMERS = (K.EXTERNAL_CODE, K.CODE, K.NAME_MOBILE, K.MOBILE)
KEYS_OF: dict[ImportKind, tuple[ImportKey, ...]] = {
    ImportKind.CUSTOMERS: _OF_CUSTOMERS,
    ImportKind.PERSONS: _OF_CUSTOMERS,
    ImportKind.COMPANIES: _OF_CUSTOMERS,
    ImportKind.TRANSACTIONS: (K.EXTERNAL_ID,),
}
_OF_TRANSACTIONS = ("external_id", "customer_code", "occurred_on", "quantity", "amount")


def offered_keys(kind: ImportKind, mapping: Mapping[str, str | None]) -> list[ImportKey]:
    """The keys whose fields some column is mapped to."""
    mapped = _mapped(mapping)
    return [key for key in KEYS_OF[kind] if mapped.issuperset(FIELDS[key])]


def default_key(kind: ImportKind, mapping: Mapping[str, str | None]) -> ImportKey:
    """The key when nobody has chosen one: the sender's number, or Guanxi's code where only that is there. Others find a
    record by what can be another's, too: somebody has to choose them."""
    usual = [key for key in offered_keys(kind, mapping) if key in (K.EXTERNAL_CODE, K.CODE, K.EXTERNAL_ID)]
    return usual[0] if usual else KEYS_OF[kind][0]


def required_of(kind: ImportKind, key: ImportKey) -> tuple[str, ...]:
    """What each row has to have. A customer that is found by Guanxi's code has its name already."""
    if kind is ImportKind.TRANSACTIONS:
        return _OF_TRANSACTIONS
    return FIELDS[key] if key is K.CODE or "name" in FIELDS[key] else (*FIELDS[key], "name")


def missing_fields(kind: ImportKind, key: ImportKey, mapping: Mapping[str, str | None]) -> list[str]:
    """Required fields that no column is mapped to."""
    mapped = _mapped(mapping)
    return [field for field in required_of(kind, key) if field not in mapped]


def key_of(key: ImportKey, values: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What a row is known by: the values of its key; None where one is missing."""
    parts = tuple(str(values.get(field) or "") for field in FIELDS[key])
    return parts if all(parts) else None


def _mapped(mapping: Mapping[str, str | None]) -> set[str | None]:
    mapped = set(mapping.values())
    return mapped | {"mobile", "phone"} if MOBILE_OR_PHONE in mapped else mapped
