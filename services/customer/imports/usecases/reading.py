"""Reading an uploaded file: what it is, then its rows onto the workbench, some ten thousand a step, with what is found
wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import UUID

import orjson

from chassis.context import Context
from chassis.jobs import Continue, Outcome
from chassis.jobs.registry import State
from chassis.tables.csv_rows import CsvRows, Place
from chassis.tables.opening import ReadAs, look, rows_from
from chassis.tables.problems import CellFlaw, Choice, Limits, Row, TableProblem, UnreadableTable
from chassis.values.spoiled import spoiled
from contracts.customer import ImportStatus
from services.customer.imports.domain.headings import guess_mapping, is_known, settle_kind, unique_headings
from services.customer.imports.domain.problems import LARGEST_UNPACKED, MOST_COLUMNS, MOST_ROWS, Flaw, RowProblem
from services.customer.imports.store import workbench
from services.customer.imports.store.models import ImportBatch, ImportRow
from services.customer.imports.store.stored_file import open_stored
from services.customer.imports.store.workbench import Read
from services.customer.imports.usecases.rows import Layout
from services.customer.store.bulk import copy_rows, text_array

STEP = 40_000
LARGEST_STEP = 64 * 1024 * 1024
"""How much is put on the workbench at a time at most: rows, and roughly bytes of memory."""

WORKBOOK_STEPS = 10
"""How often that is done in a step of the job where the file is a workbook: each step reads it from its beginning."""

OF_THE_ROW = frozenset({CellFlaw.ROWS_IN_A_CELL, CellFlaw.BAD_QUOTES, RowProblem.ROW_CUT_OFF})
"""What makes a whole row uncertain, whichever column it stands in."""

LIMITS = Limits(unpacked=LARGEST_UNPACKED, rows=MOST_ROWS, columns=MOST_COLUMNS)


def read_step(ctx: Context, import_id: UUID, state: State) -> Outcome:
    """One step of reading a file. A file that cannot be read ends the import as failed, with the place and a code."""
    batch = ctx.session.get_one(ImportBatch, import_id)
    if batch.status != ImportStatus.READING:
        return None
    try:
        return _read_rows(ctx, batch, state) if state else _look(ctx, batch)
    except UnreadableTable as error:
        batch.status = ImportStatus.FAILED
        batch.error, batch.error_place = error.problem.value, dict(error.place)
        batch.finished_at = ctx.now
        workbench.clear_file(ctx.session, batch.id)
        workbench.clear_rows(ctx.session, batch.id)
        return None


def _look(ctx: Context, batch: ImportBatch) -> Outcome:
    """Find out what the file is, and read its headings."""
    names = ("encoding", "sheet", "heading_row")
    choice = Choice(**{name: batch.wanted[name] for name in names if name in batch.wanted})
    looked = look(open_stored(ctx.session, batch.id, batch.size), _known, LIMITS, choice)
    batch.read_as = asdict(looked.read_as)
    batch.encoding = looked.read_as.encoding or looked.read_as.format
    batch.headings = unique_headings(looked.headings)
    batch.kind = settle_kind(batch.kind, batch.headings)
    batch.mapping = dict(guess_mapping(batch.kind, batch.headings))
    return Continue({"offset": looked.place.offset, "row": looked.place.row, "total": 0})


def _known(cells: Sequence[str]) -> int:
    """How many of some cells are headings of files that are known here."""
    return sum(is_known(cell) for cell in cells if cell)


def _read_rows(ctx: Context, batch: ImportBatch, state: State) -> Outcome:
    file = open_stored(ctx.session, batch.id, batch.size)
    read_as, total, last = ReadAs(**batch.read_as), state["total"], None
    place = Place(state["offset"], state["row"])
    with rows_from(file, read_as, place, len(batch.headings), LIMITS) as rows:
        lines = iter(rows)
        for _ in range(1 if isinstance(rows, CsvRows) else WORKBOOK_STEPS):
            total, last = _stage(ctx, batch, lines, total)
            if total > MOST_ROWS:
                raise UnreadableTable(TableProblem.TOO_MANY_ROWS, row=last.number if last else 0)
            if last is None:
                break
        offset = rows.place.offset if isinstance(rows, CsvRows) else 0
    workbench.set_total(ctx.session, batch.id, total)
    if last is not None:
        return Continue(state | {"offset": offset, "row": last.number, "total": total}, done=total)
    if not total:
        raise UnreadableTable(TableProblem.NO_ROWS)
    batch.status = ImportStatus.MAPPED
    return None


def _stage(ctx: Context, batch: ImportBatch, rows: Iterator[Row], total: int) -> tuple[int, Row | None]:
    """Put the next rows on the workbench: how many there are now, and the last one read (None at the file's end).

    Rows without anything in them are left out. The last row of a file that breaks off in its middle is a flaw.
    """
    width, weight, last = len(batch.headings), 0, None
    staged: list[tuple[Any, ...]] = []
    for row in islice(rows, STEP):
        last, cells, flaws = row, row.cells, row.flaws
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if row.cut_off and 0 < len(cells) < width:
            flaws.append((len(cells) - 1, RowProblem.ROW_CUT_OFF))
        if any(cells) or flaws:
            kept = orjson.dumps(flaws).decode() if flaws else None
            staged.append((batch.id, row.number, text_array(cells), kept))
            weight += sum(map(len, cells)) + 60 * len(cells)
        if weight > LARGEST_STEP:
            break
    copy_rows(ctx.session, ImportRow, ("import_id", "number", "cells", "flaws"), staged)
    return total + len(staged), last


def flaws_of_reading(layout: Layout, rows: Iterable[Read]) -> list[Flaw]:
    """What is wrong with rows beyond what their check finds. A cell of a column that is left out costs no row; a cell
    that shows by itself that its value is gone is left to the check."""
    used = {place for place, _, _ in layout.columns}
    flaws = []
    for number, cells, found in rows:
        for place, code in found:
            value = cells[place] if place < len(cells) else ""
            if code in OF_THE_ROW or (place in used and not spoiled(value)):
                heading = layout.headings[place] if place < len(layout.headings) else f"#{place + 1}"
                flaws.append(Flaw(number, heading, code, value))
    return flaws
