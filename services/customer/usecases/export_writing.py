"""Making the file of an export: the rows its asker sees, masked as the asker sees them, every row marked."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, Any, cast
from uuid import UUID

import xlsxwriter

from chassis.annotations.fields import MASKED
from chassis.auth import Actor, Scope
from chassis.auth.directory import Staff
from chassis.context import Context
from contracts.customer import ExportStatus, Purpose
from contracts.masking import mask_field
from services.customer.domain.exporting import (
    MOST_ROWS,
    OWN,
    Column,
    ExportProblem,
    cells_of,
    columns_of,
    headings_of,
)
from services.customer.domain.masking import sees_plain
from services.customer.store import exports as store
from services.customer.store.models import Export
from services.customer.store.queries import CustomerFilter
from services.customer.usecases import own_fields
from services.customer.usecases.readings import note_readings

IN_MEMORY = 4 * 1024 * 1024
STEP = 1_000


def write_export(ctx: Context, export_id: UUID) -> None:
    """Make the file in one transaction, so that it shows one moment."""
    export = ctx.session.get_one(Export, export_id)
    if export.status != ExportStatus.RUNNING:
        return
    actor = _asker(ctx, export)
    wanted = CustomerFilter(**export.wanted | _owner(export))
    if actor is None:
        _fail(ctx, export, ExportProblem.ACCESS_CHANGED)
        return
    if store.count_exported(ctx.session, actor, wanted) > _most(ctx, export):
        _fail(ctx, export, ExportProblem.TOO_MANY_ROWS)
        return
    found = store.exported_rows(ctx.session, actor, wanted, STEP)
    columns = columns_of(wanted.kind, own_fields.columns(ctx))
    rows = _noted(replace(ctx, actor=actor), export, _rows(ctx, export, actor, columns, found))
    with cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)) as file:
        if export.format == "xlsx":
            _write_xlsx(ctx, export, file, columns, rows)
        else:
            _write_csv(export, file, columns, rows)
        file.seek(0)
        export.size = store.store_pieces(ctx.session, export.id, file)
    stamp = ctx.now.astimezone(ctx.zone)
    export.filename = f"customers-{stamp:%Y%m%d-%H%M%S}.{export.format}"
    export.status, export.finished_at = ExportStatus.DONE, ctx.now


def _asker(ctx: Context, export: Export) -> Actor | None:
    """The asker with the reach of then, if nothing that it rested on has changed since."""
    person = ctx.session.get(Staff, export.asker_id)
    if person is None or not person.active or person.unit_id != export.unit_id or sorted(person.roles) != export.roles:
        return None
    permissions = {name: Scope(scope) for name, scope in export.reach.items()}
    return Actor(id=person.id, name=person.name, department_id=person.unit_id, permissions=permissions)


def _owner(export: Export) -> dict[str, Any]:
    owner = export.wanted.get("owner_id")
    return {"owner_id": UUID(owner)} if owner else {}


def _most(ctx: Context, export: Export) -> int:
    """How many rows the file may have: without consent not more than anybody may have unasked."""
    if export.decided_by:
        return MOST_ROWS
    return max(export.rows, store.policy(ctx.session).rows_unasked)


def _fail(ctx: Context, export: Export, problem: ExportProblem) -> None:
    export.status, export.error, export.finished_at = ExportStatus.FAILED, problem.value, ctx.now


def _rows(
    ctx: Context, export: Export, actor: Actor, columns: list[Column], found: Iterable[Any]
) -> Iterator[tuple[UUID, list[str]]]:
    """Every customer's id and row, with who exported it and when in its last cell."""
    mark = f"{export.asker_name} {ctx.now.astimezone(ctx.zone):%Y-%m-%d %H:%M}"
    personal = own_fields.personal_columns(ctx)
    for customer, owner_name in found:
        plain = sees_plain(actor.id, customer)
        values: dict[str, Any] = {"owner_name": owner_name, "exported": mark}
        for column in columns:
            if column.field.startswith(OWN):
                value = customer.custom.get(column.field.removeprefix(OWN))
                values[column.field] = MASKED if value and not plain and column.field in personal else value
            elif column.field not in values:
                value = getattr(customer, column.field)
                values[column.field] = value if plain else mask_field(column.field, value)
        yield customer.id, cells_of(columns, values, export.language)


def _noted(ctx: Context, export: Export, rows: Iterator[tuple[UUID, list[str]]]) -> Iterator[list[str]]:
    """The rows; that the asker (whoever agreed to it) reads each is on record, and how many there were."""
    ids: list[UUID] = []
    count = 0
    for id, cells in rows:
        ids.append(id)
        count += 1
        if len(ids) == STEP:
            note_readings(ctx, ids, Purpose.EXPORT)
            ids.clear()
        yield cells
    note_readings(ctx, ids, Purpose.EXPORT)
    export.rows = count


def _write_csv(export: Export, file: IO[bytes], columns: list[Column], rows: Iterable[list[str]]) -> None:
    """UTF-8 with BOM, as spreadsheets want it."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headings_of(columns, export.language))
    writer.writerows(rows)
    text.detach()


def _write_xlsx(
    ctx: Context, export: Export, file: IO[bytes], columns: list[Column], rows: Iterable[list[str]]
) -> None:
    """A workbook of texts; its second sheet says who exported what and when."""
    chinese = export.language == "zh"
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False, "strings_to_urls": False})
    book.set_properties({"author": export.asker_name, "created": ctx.now.astimezone(ctx.zone).replace(tzinfo=None)})
    sheet = book.add_worksheet("客户" if chinese else "customers")
    count = -1
    for count, cells in enumerate([headings_of(columns, export.language)]):
        _write_row(sheet, count, cells)
    for cells in rows:
        count += 1
        _write_row(sheet, count, cells)
    about = book.add_worksheet("导出说明" if chinese else "about")
    names = ("导出人", "导出时间", "行数", "条件") if chinese else ("exported by", "exported at", "rows", "filter")
    when = f"{ctx.now.astimezone(ctx.zone):%Y-%m-%d %H:%M:%S %z}"
    facts = (export.asker_name, when, str(count), " ".join(f"{name}={value}" for name, value in export.wanted.items()))
    for at, pair in enumerate(zip(names, facts, strict=True)):
        _write_row(about, at, pair)
    book.close()


def _write_row(sheet: Any, at: int, cells: Iterable[str]) -> None:
    for place, cell in enumerate(cells):
        if cell:
            sheet.write_string(at, place, cell)
