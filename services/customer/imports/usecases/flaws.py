"""What is wrong with the rows of an import: written down as it is met, given out as a file."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO, cast

from chassis.audit import log_partial_view
from chassis.context import Context
from chassis.db import new_id
from chassis.values.headings import FLAW_COLUMNS
from contracts.customer import ImportStatus
from contracts.masking import HIDDEN, mask_field
from contracts.permissions import Permission
from services.customer.domain.spreadsheets import harmless
from services.customer.imports.domain.headings import MOBILE_OR_PHONE
from services.customer.imports.domain.problems import SHOWN_VALUE, Flaw
from services.customer.imports.store import queries
from services.customer.imports.store.models import ImportBatch, RowError
from services.customer.imports.usecases.rows import Layout
from services.customer.store.bulk import copy_rows

COLUMNS = ("id", "import_id", "row", "column", "code", "value", "whole_row")
BETWEEN = "; "
IN_MEMORY = 1024 * 1024


def add_flaws(ctx: Context, batch: ImportBatch, flaws: Iterable[Flaw]) -> None:
    """Write flaws down; of a long value only the beginning."""
    rows = [
        (new_id(), batch.id, flaw.row, flaw.column, str(flaw.code), shorten(flaw.value), flaw.whole_row)
        for flaw in flaws
    ]
    if rows:
        copy_rows(ctx.session, RowError, COLUMNS, rows)


def shorten(value: str) -> str:
    """A value as it is shown: of a long one the beginning."""
    return value if len(value) <= SHOWN_VALUE else value[: SHOWN_VALUE - 1] + "…"


def flaws_file(ctx: Context, batch: ImportBatch) -> IO[bytes]:
    """Every row with a flaw as it came, as a line of CSV (UTF-8 with BOM, as spreadsheets want it), and behind it what
    is wrong with it: all its flaws, in columns that are known when the corrected file comes back.

    Cells that a spreadsheet would run are made harmless; to somebody other than the import's author they are masked.
    """
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the reader closes it
    try:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([*map(harmless, batch.headings), *FLAW_COLUMNS])
        writer.writerows(_lines(ctx, batch))
        text.detach()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _lines(ctx: Context, batch: ImportBatch) -> Iterator[list[str]]:
    layout, width = None if sees_plain(ctx, batch) else Layout.of(batch), len(batch.headings)
    for row, found in groupby(queries.errors_with_rows(ctx.session, batch.id), key=lambda each: each[0].row):
        together = list(found)
        flaws, cells = [flaw for flaw, _ in together], together[0][1] or ()
        values = [mask_flaw(layout, flaw.column, flaw.value) if layout else flaw.value for flaw in flaws]
        shown = [*(mask_cells(layout, cells) if layout else cells)][:width]
        said = [[flaw.column for flaw in flaws], [flaw.code for flaw in flaws], values]
        yield [
            *map(harmless, [*shown, *[""] * (width - len(shown))]),
            str(row),
            *(harmless(BETWEEN.join(part)) for part in said),
        ]


def sees_plain(ctx: Context, batch: ImportBatch) -> bool:
    """Whether the rows are shown as they are: to who has sent the file, and for the check to who makes it."""
    checking = batch.status is ImportStatus.WAITING_CHECK and ctx.actor.may(Permission.IMPORT_VERIFY)
    return checking or ctx.actor.id == batch.author_id


def mask_flaw(layout: Layout, column: str, value: str) -> str:
    """The value of a flaw for somebody who does not see the rows plain. One without a column has no cell: its value is
    a code, or a reason."""
    return mask_cell(layout, column, value) if column else value


def view_part_of_import(ctx: Context, batch: ImportBatch) -> None:
    """Put on record that rows of an import are shown to the actor: its first ones, or those with flaws."""
    log_partial_view(ctx, ImportBatch.__tablename__, batch.id)


def mask_cells(layout: Layout, cells: Sequence[str]) -> list[str]:
    """A row of a file that somebody else has sent."""
    headings = layout.headings
    return [mask_cell(layout, headings[at] if at < len(headings) else "", cell) for at, cell in enumerate(cells)]


def mask_cell(layout: Layout, heading: str, cell: str) -> str:
    """A cell of a file that somebody else has sent: masked by its column's field; hidden where that is not known."""
    field = layout.mapping.get(heading)
    if field is None:
        return HIDDEN if cell else ""
    return str(mask_field("mobile" if field == MOBILE_OR_PHONE else field, cell))
