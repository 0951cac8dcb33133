"""A field has one rule, whether it comes in a file or in the body of a request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts.customer import ImportKind
from services.customer.domain.spreadsheets import is_formula
from services.customer.imports.api.rows import SCHEMAS, check_rows
from services.customer.imports.domain.cells import CONVERSIONS
from services.customer.imports.domain.headings import fields_of
from services.customer.imports.usecases.rows import Layout

TRICKY = (
    *("", "张三", "x" * 250, "13843771497", "+44 20 7946 0958", "abc", "a@b.cn", "a@", "male", "男", "married"),
    *("2026-02-28", "2026-02-31", "0000-01-01", "20261", "1", "-1", "1.5", "1e5", "1e30", "1,234.50", "1.005"),
    *("99999999999999.99", "１２", "NaN", "true", "是", "sale", "退货", "=1+1", "+1", "\u00a0"),
)


def judged_as_a_body(kind: ImportKind, row: dict[str, str]) -> Any:
    """What the API says to the same values: the command, or the names of the fields that are wrong."""
    values = {field: CONVERSIONS[field](cell) if field in CONVERSIONS else cell for field, cell in row.items() if cell}
    try:
        return SCHEMAS[kind].load(values)
    except ValidationError as error:
        return sorted((field, codes[0]) for field, codes in error.normalized_messages().items())


@pytest.mark.parametrize("kind", [ImportKind.PERSONS, ImportKind.COMPANIES, ImportKind.TRANSACTIONS])
@given(data=st.data())
def test_rows_are_judged_as_bodies_are(kind: ImportKind, data: st.DataObject) -> None:
    fields = [field for field in fields_of(kind) if field != "mobile_or_phone"]
    plain = {"external_id": "T1", "customer_code": "C1", "occurred_on": "2026-10-31", "quantity": "2", "amount": "5"}
    if kind is ImportKind.TRANSACTIONS:
        fields = data.draw(st.sampled_from([fields, list(plain)]))
    usual = {field: plain.get(field, "" if field not in ("external_code", "name") else "张三") for field in fields}
    odd = data.draw(st.dictionaries(st.sampled_from(fields), st.sampled_from(TRICKY), max_size=3))
    row = {field: cell for field, cell in (usual | odd).items() if not is_formula(cell)}
    row = {field: cell.strip() for field, cell in row.items()}
    layout = Layout(kind, list(row), {field: field for field in row})
    checked = check_rows(layout, [(2, list(row.values()))])
    found = checked.good.get(2) or sorted((flaw.column, flaw.code) for flaw in checked.flaws)
    assert found == judged_as_a_body(kind, row)
