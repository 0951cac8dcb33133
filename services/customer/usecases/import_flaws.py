"""What is wrong with the rows of an import: written down as it is met, given out as a file."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

from chassis.context import Context
from chassis.db import new_id
from services.customer.domain.cells import harmless
from services.customer.domain.importing import SHOWN_VALUE, Flaw
from services.customer.store import import_queries
from services.customer.store.bulk import copy_rows
from services.customer.store.models import ImportBatch, RowError

COLUMNS = ("id", "import_id", "row", "column", "code", "value")
IN_MEMORY = 1024 * 1024


def add_flaws(ctx: Context, batch: ImportBatch, flaws: Iterable[Flaw]) -> None:
    """Write flaws down; of a long value only the beginning."""
    rows = [(new_id(), batch.id, flaw.row, flaw.column, str(flaw.code), shorten(flaw.value)) for flaw in flaws]
    if rows:
        copy_rows(ctx.session, RowError, COLUMNS, rows)


def shorten(value: str) -> str:
    """A value as it is shown: of a long one the beginning."""
    return value if len(value) <= SHOWN_VALUE else value[: SHOWN_VALUE - 1] + "…"


def flaws_file(ctx: Context, batch: ImportBatch) -> IO[bytes]:
    """Every flaw as a line of CSV (UTF-8 with BOM, as spreadsheets want it), followed by the row as it came.

    Cells that a spreadsheet would run are made harmless.
    """
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the reader closes it
    try:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(["row", "column", "code", "value", *map(harmless, batch.headings)])
        writer.writerows(_lines(ctx, batch))
        text.detach()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _lines(ctx: Context, batch: ImportBatch) -> Iterator[list[str]]:
    for flaw, cells in import_queries.errors_with_rows(ctx.session, batch.id):
        yield [str(flaw.row), *map(harmless, (flaw.column, flaw.code, flaw.value, *(cells or ())))]
