"""Reading an uploaded file: what it is, then its rows onto the workbench, some ten thousand a step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from chassis.context import Context
from chassis.jobs import Continue, Outcome
from chassis.jobs.registry import State
from contracts.customer import ImportStatus
from services.customer.imports.domain.headings import guess_mapping, settle_kind, unique_headings
from services.customer.imports.domain.problems import (
    MOST_COLUMNS,
    MOST_ROWS,
    FileProblem,
    Flaw,
    RowProblem,
    UnreadableFile,
)
from services.customer.imports.store import workbench
from services.customer.imports.store.csv_rows import CsvRows, Place, Record, find_encoding, open_csv
from services.customer.imports.store.models import ImportBatch, ImportRow
from services.customer.imports.store.stored_file import open_stored, unpacked
from services.customer.imports.store.xlsx_rows import XLSX, is_workbook, look_through, rows_of
from services.customer.imports.usecases.flaws import add_flaws
from services.customer.store.bulk import copy_rows, text_array

STEP = 40_000
LARGEST_STEP = 64 * 1024 * 1024
"""How much a step reads at most: rows, and roughly bytes of memory."""


def read_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """One step of reading a file. A file that cannot be read ends the import as failed, with the place and a code."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status != ImportStatus.READING:
        return None
    try:
        return _read_rows(ctx, batch, state) if state else _look(ctx, batch)
    except UnreadableFile as error:
        batch.status = ImportStatus.FAILED
        batch.error, batch.error_place = error.problem.value, dict(error.place)
        batch.finished_at = ctx.now
        workbench.clear_file(ctx.session, batch.id)
        workbench.clear_rows(ctx.session, batch.id)
        return None


def _look(ctx: Context, batch: ImportBatch) -> Outcome:
    """Find out what the file is, and read its headings."""
    file = open_stored(ctx.session, batch.id, batch.size)
    if is_workbook(file):
        look_through(file)
        batch.encoding = XLSX
        file.seek(0)
        headings = _headings(rows_of(file))
        place, delimiter = Place(0, headings.number), ""
    else:
        batch.encoding = find_encoding(unpacked(file))
        rows = open_csv(file, batch.encoding, Place(0, 0))
        headings = _headings(rows)
        place, delimiter = rows.place, rows.delimiter
    batch.headings = unique_headings(headings.cells)
    batch.kind = settle_kind(batch.kind, batch.headings)
    batch.mapping = dict(guess_mapping(batch.kind, batch.headings))
    return Continue({"offset": place.offset, "row": place.row, "delimiter": delimiter, "total": 0})


def _headings(rows: CsvRows | Iterator[Record]) -> Record:
    for record in rows:
        if any(record.cells):
            while not record.cells[-1]:
                record.cells.pop()
            if len(record.cells) > MOST_COLUMNS:
                raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS, row=record.number, column=MOST_COLUMNS + 1)
            return record
    raise UnreadableFile(FileProblem.EMPTY_FILE)


def _read_rows(ctx: Context, batch: ImportBatch, state: State) -> Outcome:
    file = open_stored(ctx.session, batch.id, batch.size)
    place = Place(state["offset"], state["row"])
    rows: CsvRows | Iterator[Record]
    if batch.encoding == XLSX:
        rows = rows_of(file, after=place.row)
    else:
        rows = open_csv(file, batch.encoding, place, state["delimiter"])
    total, last = _stage(ctx, batch, rows, state["total"])
    if total > MOST_ROWS:
        raise UnreadableFile(FileProblem.TOO_MANY_ROWS, row=last.number if last else 0)
    workbench.set_total(ctx.session, batch.id, total)
    if last is not None:
        offset = rows.place.offset if isinstance(rows, CsvRows) else 0
        return Continue(state | {"offset": offset, "row": last.number, "total": total}, done=total)
    if not total:
        raise UnreadableFile(FileProblem.NO_ROWS)
    batch.status = ImportStatus.MAPPED
    workbench.clear_file(ctx.session, batch.id)
    return None


def _stage(ctx: Context, batch: ImportBatch, rows: CsvRows | Iterator[Record], total: int) -> tuple[int, Record | None]:
    """Put the next rows on the workbench: how many there are now, and the last one read (None at the file's end).

    Rows without anything in them are left out. The last row of a file that breaks off in its middle is refused.
    """
    width, weight, last = len(batch.headings), 0, None
    staged: list[tuple[UUID, int, str]] = []
    for record in islice(rows, STEP):
        last, cells = record, record.cells
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if any(cells):
            staged.append((batch.id, record.number, text_array(cells)))
            weight += sum(map(len, cells)) + 60 * len(cells)
        if weight > LARGEST_STEP:
            break
    copy_rows(ctx.session, ImportRow, ("import_id", "number", "cells"), staged)
    if last is not None and last.cut_off and 0 < len(last.cells) < width:
        heading, value = batch.headings[len(last.cells) - 1], last.cells[-1]
        add_flaws(ctx, batch, [Flaw(last.number, heading, RowProblem.ROW_CUT_OFF, value)])
    return total + len(staged), last
