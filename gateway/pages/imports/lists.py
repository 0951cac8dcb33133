"""The list of imports, and that of the rows that were not taken."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.formats import ago, number
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import sentence

TABLE = Table(
    cells="imports/_cells.html",
    columns=(
        Column("filename", _l("File"), cell="file"),
        Column("status", _l("Status"), cell="status"),
        Column("created", _l("New"), number, looks="num"),
        Column("updated", _l("Changed"), number, looks="num"),
        Column("rejected", _l("Rejected"), number, looks="num", alarm=itemgetter("rejected")),
        Column("created_at", _l("Uploaded"), ago, looks="nowrap"),
    ),
)
NONE_YET = Empty(
    _l("No imports yet"), _l("Upload a file: you see what is in it before anything is stored."), "file-import"
)
FLAWS = Table(
    card=False,
    columns=(
        Column("row", _l("Row"), looks="num"),
        Column("column", _l("Column")),
        Column("value", _l("Value")),
        Column("code", _l("Reason"), sentence),
    ),
)
NO_FLAW = Empty(_l("No rejected rows"), icon="check")


def preview_of(record: Mapping[str, Any]) -> Record:
    """The first rows of a file, with what each column is taken for above it."""
    headings = record["headings"] or []
    columns = tuple(Column(str(place), heading, cell_title="meaning") for place, heading in enumerate(headings))
    table = Table(
        card=False,
        cells="imports/_cells.html",
        mark=lambda row: "table-warning" if row["errors"] else "",
        columns=(
            Column("row", _l("Row"), looks="num"),
            *columns,
            Column("errors", _l("Reason"), cell="flaws", hidden_title=True),
        ),
    )
    return {"preview": table, "lines": [_line(line, headings) for line in record["preview"] or []]}


def _line(line: Mapping[str, Any], headings: list[str]) -> Record:
    """A row as the table has it: the values by the places of their columns."""
    return {**line, **{str(place): value for place, value in zip(range(len(headings)), line["values"], strict=False)}}
