"""When two entries are likely one and the same customer."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from contracts.customer import CustomerKind
from services.customer.domain.likeness import is_likely, same_fields, squeezed

EMPTY: dict[str, Any] = {"name": "", "mobile": "", "phone": "", "email": "", "external_code": None, "birth_date": None}
PERSON, COMPANY = CustomerKind


def same(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return same_fields(EMPTY | one, SimpleNamespace(**(EMPTY | other)))


def test_names_are_compared_without_spaces_and_capitals() -> None:
    assert squeezed(" Hai Tian ") == "haitian"
    assert same({"name": "Hai Tian"}, {"name": "haitian"}) == ["name"]
    assert same({"email": "A@b.cn"}, {"email": "a@B.cn", "name": "x"}) == ["email"]


def test_what_is_empty_is_the_same_as_nothing() -> None:
    assert same({"name": "张三"}, {"name": "张三"}) == ["name"]
    assert same({"name": "张三", "mobile": "1"}, {"name": "李四", "mobile": "2"}) == []


@pytest.mark.parametrize(
    ("field", "value"), [("mobile", "13812345678"), ("email", "a@b.cn"), ("birth_date", date(1980, 1, 1))]
)
def test_a_person_is_likely_the_same_by_the_name_and_one_thing_more(field: str, value: Any) -> None:
    found = same({"name": "张三", field: value}, {"name": "张三", field: value})
    assert found == ["name", field]
    assert is_likely(PERSON, found)
    assert not is_likely(PERSON, ["name"])
    assert not is_likely(PERSON, [field])


def test_a_company_is_likely_the_same_by_its_name() -> None:
    assert is_likely(COMPANY, ["name"])
    assert not is_likely(COMPANY, ["mobile"])


def test_companies_are_likely_one_but_for_town_and_legal_form_and_persons_are_not() -> None:
    known = SimpleNamespace(
        name="深圳云远物流有限公司", mobile="", phone="", email="", external_code=None, birth_date=None, same_core=True
    )
    same = same_fields({"name": "深圳云远物流"}, known)
    assert same == ["core_name"]
    assert is_likely(CustomerKind.COMPANY, same)
    assert not is_likely(CustomerKind.PERSON, [*same, "mobile"])
