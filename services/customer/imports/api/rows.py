"""Rows of files, checked by the very schemas that check the API's bodies: a field has one rule, whichever way it comes.

This is an edge, as the routes are: what comes in from outside is made into checked values here, and the use cases that
store rows are given ``check_rows``. Rows that are plain beyond doubt take a short way past the schema; every other row
takes the long one, so the short way can only be faster, never more lenient.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from marshmallow import ValidationError, fields

from chassis.http import CommandSchema, length
from chassis.http.fields import Code
from contracts.customer import ImportKind
from services.customer.api.schemas import CompanyFieldsSchema, PersonFieldsSchema
from services.customer.api.transaction_schemas import TransactionRowSchema
from services.customer.domain.spreadsheets import is_formula, unquoted
from services.customer.imports.domain.cells import CONVERSIONS, field_of
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.usecases.rows import Checked, Layout, Row
from services.customer.usecases.transactions import TransactionRow


class PersonRowSchema(PersonFieldsSchema):
    """A person in a file: known by the sender's code."""

    command = dict
    external_code = Code(required=True, validate=length(1, 64))
    name = fields.String(required=True, validate=length(1, 200))
    owner = fields.String(validate=length(1, 300))


class CompanyRowSchema(CompanyFieldsSchema):
    """A company in a file: known by the sender's code."""

    command = dict
    external_code = Code(required=True, validate=length(1, 64))
    name = fields.String(required=True, validate=length(1, 200))
    owner = fields.String(validate=length(1, 300))


SCHEMAS: dict[ImportKind, CommandSchema] = {
    ImportKind.PERSONS: PersonRowSchema(),
    ImportKind.COMPANIES: CompanyRowSchema(),
    ImportKind.TRANSACTIONS: TransactionRowSchema(),
}


def check_rows(layout: Layout, rows: Sequence[Row]) -> Checked:
    """Look at rows one by one."""
    checked = Checked({}, [])
    schema, columns = SCHEMAS[layout.kind], layout.columns
    short_way = _short_way(layout) if layout.kind is ImportKind.TRANSACTIONS else None
    for number, cells in rows:
        if short_way and (plain := short_way(cells)):
            checked.good[number] = plain
            continue
        values, flaws = _check_row(layout, schema, columns, number, cells)
        if flaws:
            checked.flaws.extend(flaws)
        else:
            checked.good[number] = schema.command(**values)
    return checked


def _check_row(
    layout: Layout, schema: CommandSchema, columns: list[tuple[int, str, str]], number: int, cells: list[str]
) -> tuple[dict[str, Any], list[Flaw]]:
    """A row by the fields of its schema, each asked by itself: what ``schema.load`` adds to that (trimming, unknown
    names, hooks) a row from the workbench has no use for, and it would take half of the time."""
    flaws: list[Flaw] = []
    values: dict[str, Any] = {}
    met: set[str] = set()
    if len(cells) > len(layout.headings):
        place = len(layout.headings)
        flaws.append(Flaw(number, f"#{place + 1}", RowProblem.TOO_MANY_CELLS, cells[place]))
    for place, heading, wanted in columns:
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            continue
        field = field_of(wanted, cell)
        met.add(field)
        if is_formula(cell):
            flaws.append(Flaw(number, heading, RowProblem.FORMULA, cell))
            continue
        cell = unquoted(cell)
        try:
            value = CONVERSIONS[field](cell) if field in CONVERSIONS else cell
            values[field] = schema.load_fields[field].deserialize(value)
        except ValidationError as error:
            flaws.append(Flaw(number, heading, _first(error.messages), cell))
    flaws += [
        Flaw(number, layout.heading_of(field), "required", "")
        for field, rule in schema.load_fields.items()
        if rule.required and field not in met
    ]
    return values, flaws


def _first(codes: Any) -> str:
    while not isinstance(codes, str):
        codes = next(iter(codes.values() if isinstance(codes, dict) else codes))
    return codes


PLAIN = ("external_id", "customer_code", "occurred_on", "quantity", "amount")
_NAME = re.compile(r"\w[\w./:#-]{0,63}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_CENT = Decimal("0.01")


def _short_way(layout: Layout) -> Callable[[list[str]], TransactionRow | None] | None:
    """The check of a plain transaction: the five required fields and no other, each in its simplest form."""
    places = {field: place for place, _, field in layout.columns}
    if set(places) != set(PLAIN):
        return None
    width = len(layout.headings)
    name, whole, amount = _NAME.fullmatch, _WHOLE.fullmatch, _AMOUNT.fullmatch
    at_id, at_code, at_day, at_quantity, at_amount = (places[field] for field in PLAIN)

    def check(cells: list[str]) -> TransactionRow | None:
        if len(cells) != width:
            return None
        if not (
            name(cells[at_id])
            and name(cells[at_code])
            and whole(cells[at_quantity])
            and amount(cells[at_amount])
            and (day := _day(cells[at_day]))
        ):
            return None
        return TransactionRow(
            external_id=cells[at_id],
            customer_code=cells[at_code],
            occurred_on=day,
            quantity=int(cells[at_quantity]),
            amount=Decimal(cells[at_amount]).quantize(_CENT),
        )

    return check


@lru_cache(maxsize=20_000)
def _day(text: str) -> date | None:
    """A day of the calendar, in the one plain form; None when it is anything else."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
