"""A field has one rule, whether it comes in a file or in the body of a request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.values import Unreadable
from contracts.customer import CustomerKind, ImportKind
from services.customer.domain.spreadsheets import is_formula
from services.customer.imports.api.rows import SCHEMAS, check_rows
from services.customer.imports.domain.cells import read_cell, says_nothing
from services.customer.imports.domain.headings import KIND_OF_CUSTOMER, fields_of
from services.customer.imports.domain.keys import default_key, required_of
from services.customer.imports.usecases.rows import Layout

TRICKY = (
    *("", "张三", "x" * 250, "13843771497", "+44 20 7946 0958", "abc", "a@b.cn", "a@", "male", "男", "married"),
    *("2026-02-28", "2026-02-31", "0000-01-01", "20261", "1", "-1", "1.5", "1e5", "1e30", "1,234.50", "1.005"),
    *("99999999999999.99", "１２", "NaN", "true", "是", "sale", "退货", "=1+1", "+1", "\u00a0"),
)


def judged_as_a_body(kind: ImportKind, row: dict[str, str]) -> Any:
    """What the API says to the same values: the command, or the names of the fields that are wrong."""
    said = {field: cell for field, cell in row.items() if not says_nothing(field, cell)}
    wrong = [(field, "required") for field in required_of(kind, default_key(kind, {})) if field not in said]
    values: dict[str, Any] = {}
    for field, cell in said.items():
        try:
            values[field] = read_cell(kind, field, cell)
        except Unreadable as error:
            wrong.append((field, error.code))
    if kind in KIND_OF_CUSTOMER and (own := values.pop("kind", KIND_OF_CUSTOMER[kind])) != KIND_OF_CUSTOMER[kind]:
        wrong.append(("kind", "other_kind" if isinstance(own, CustomerKind) else "unknown_choice"))
    wrong += [(field, codes[0]) for field, codes in SCHEMAS[kind].validate(values, partial=True).items()]
    return sorted(wrong) if wrong else SCHEMAS[kind].load(values)


@pytest.mark.parametrize("kind", [ImportKind.PERSONS, ImportKind.COMPANIES, ImportKind.TRANSACTIONS])
@settings(deadline=None)
@given(data=st.data())
def test_rows_are_judged_as_bodies_are(kind: ImportKind, data: st.DataObject) -> None:
    fields = [field for field in fields_of(kind) if field not in ("mobile_or_phone", "code")]
    plain = {"external_id": "T1", "customer_code": "C1", "occurred_on": "2026-10-31", "quantity": "2", "amount": "5"}
    if kind is ImportKind.TRANSACTIONS:
        fields = data.draw(st.sampled_from([fields, list(plain)]))
    usual = {field: plain.get(field, "" if field not in ("external_code", "name") else "张三") for field in fields}
    odd = data.draw(st.dictionaries(st.sampled_from(fields), st.sampled_from(TRICKY), max_size=3))
    row = {field: cell for field, cell in (usual | odd).items() if not is_formula(cell)}
    row = {field: cell.strip() for field, cell in row.items()}
    layout = Layout(kind, list(row), {field: field for field in row}, chosen=default_key(kind, {}))
    checked = check_rows(layout, [(2, list(row.values()))])
    found = checked.good.get(2) or sorted((flaw.column, flaw.code) for flaw in checked.flaws)
    assert found == judged_as_a_body(kind, row)
