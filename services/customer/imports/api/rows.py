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
from chassis.values import Unreadable
from contracts.customer import CustomerKind, ImportKey, ImportKind
from services.customer.api.schemas import CompanyFieldsSchema, PersonFieldsSchema
from services.customer.api.transaction_schemas import TransactionRowSchema
from services.customer.domain.spreadsheets import is_formula, unquoted
from services.customer.imports.domain.cells import (
    ONE,
    READ_BY_THEMSELVES,
    empties,
    field_of,
    may_be_left_out,
    read_cell,
    says_nothing,
)
from services.customer.imports.domain.headings import CODE, KIND, KIND_OF_CUSTOMER
from services.customer.imports.domain.keys import required_of
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.usecases.rows import Checked, Layout, Row
from services.customer.usecases.transactions import TransactionRow


class PersonRowSchema(PersonFieldsSchema):
    """A person in a file. What each row has to have depends on what the rows are known by."""

    command = dict
    code = Code(validate=length(1, 64))
    external_code = Code(validate=length(1, 64))
    owner = fields.String(validate=length(1, 300))


class CompanyRowSchema(CompanyFieldsSchema):
    """A company in a file. What each row has to have depends on what the rows are known by."""

    command = dict
    code = Code(validate=length(1, 64))
    external_code = Code(validate=length(1, 64))
    owner = fields.String(validate=length(1, 300))


SCHEMAS: dict[ImportKind, CommandSchema] = {
    ImportKind.PERSONS: PersonRowSchema(),
    ImportKind.COMPANIES: CompanyRowSchema(),
    ImportKind.TRANSACTIONS: TransactionRowSchema(),
}


def check_rows(layout: Layout, rows: Sequence[Row]) -> Checked:
    """Look at rows one by one."""
    checked = Checked({}, [])
    check = _RowCheck(layout)
    short_way = _short_way(layout) if layout.kind is ImportKind.TRANSACTIONS else None
    for number, cells in rows:
        if short_way and (plain := short_way(cells)):
            checked.good[number] = plain
            continue
        values, flaws = check.of(number, cells)
        checked.flaws.extend(flaws)
        if not any(flaw.whole_row for flaw in flaws):
            checked.good[number] = check.schema.command(**values)
    return checked


class _RowCheck:
    """The check of the rows of one file: each field is asked by itself. What ``schema.load`` adds to that (trimming,
    unknown names, hooks) a row from the workbench has no use for, and it would take half of the time."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.schema = layout, SCHEMAS[layout.kind]
        self.columns, self.factors = layout.columns, layout.factors
        self.required = required_of(layout.kind, layout.key)
        self.kind = KIND_OF_CUSTOMER.get(layout.kind)

    def of(self, number: int, cells: list[str]) -> tuple[dict[str, Any], list[Flaw]]:
        """The values of a row, and what is wrong with it."""
        flaws: list[Flaw] = []
        values: dict[str, Any] = {}
        met: set[str] = set()
        if len(cells) > len(self.layout.headings):
            place = len(self.layout.headings)
            flaws.append(Flaw(number, f"#{place + 1}", RowProblem.TOO_MANY_CELLS, cells[place]))
        for place, heading, wanted in self.columns:
            cell = cells[place] if place < len(cells) else ""
            field = field_of(wanted, unquoted(cell))
            if says_nothing(field, cell):
                continue
            met.add(field)
            try:
                self._take(values, field, cell, self.factors.get(place, ONE))
            except Unreadable as error:
                flaws.append(self._flaw(number, heading, field, error.code, cell))
            except ValidationError as error:
                flaws.append(self._flaw(number, heading, field, _first(error.messages), cell))
        flaws += [Flaw(number, self.layout.heading_of(field), "required", "") for field in self._missing(met)]
        return values, flaws

    def _take(self, values: dict[str, Any], field: str, cell: str, factor: Decimal) -> None:
        """Put a cell among the values of its row. Raises Unreadable, ValidationError."""
        rule = self.schema.load_fields.get(field)
        if rule and empties(field, cell):
            values[field] = None if rule.allow_none else ""
            return
        text = unquoted(cell)
        if text == cell and field not in READ_BY_THEMSELVES and is_formula(cell):
            raise ValidationError(RowProblem.FORMULA)
        try:
            value = read_cell(self.layout.kind, field, text, factor=factor, zone=self.layout.zone)
            if self.kind and field == KIND:
                _agrees(self.kind, value)
            elif rule:
                values[field] = rule.deserialize(value)
        except (Unreadable, ValidationError):
            if text == cell and is_formula(cell):
                raise ValidationError(RowProblem.FORMULA) from None
            raise

    def _missing(self, met: set[str]) -> list[str]:
        """What a row has to have and has not. One with Guanxi's code alone is found by that, and has its name there."""
        if CODE in met and self.layout.key is ImportKey.EXTERNAL_CODE and "external_code" not in met:
            return []
        return [field for field in self.required if field not in met]

    def _flaw(self, number: int, heading: str, field: str, code: str, cell: str) -> Flaw:
        left_out = self.layout.leaves_out and may_be_left_out(field) and field not in self.required
        return Flaw(number, heading, code, cell, whole_row=not left_out, left_out=left_out)


def _agrees(kind: CustomerKind, said: Any) -> None:
    """Whether a row says of itself that it is what the file holds. Raises ValidationError."""
    if not isinstance(said, CustomerKind):
        raise ValidationError("unknown_choice")
    if said is not kind:
        raise ValidationError(RowProblem.OTHER_KIND)


def _first(codes: Any) -> str:
    while not isinstance(codes, str):
        codes = next(iter(codes.values() if isinstance(codes, dict) else codes))
    return codes


PLAIN = ("external_id", "customer_code", "occurred_on", "quantity", "amount")
_NAME = re.compile(r"(?!\d\.\d+[Ee]-?\d+$)(?!Err:)\w[\w./:#-]{0,63}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,13}(?:\.\d{1,2})?", re.ASCII)
_CENT = Decimal("0.01")


def _short_way(layout: Layout) -> Callable[[list[str]], TransactionRow | None] | None:
    """The check of a plain transaction: the five required fields and no other, each in its simplest form."""
    places = {field: place for place, _, field in layout.columns}
    if set(places) != set(PLAIN) or layout.factors:
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
