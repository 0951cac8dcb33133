"""The list of imports, and that of the rows that were not taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.formats import ago, money, number
from gateway.mechanism.table import Column, Empty, Table
from gateway.words import field_label, label, sentence

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
        Column("left_out", _l("Note"), lambda left_out: _("Stored without this value") if left_out else ""),
    ),
)
NO_FLAW = Empty(_l("No rejected rows"), icon="check")


ROWS = Table(
    card=False,
    cells="imports/_cells.html",
    mark=lambda row: "table-warning" if row["errors"] else "",
    columns=(
        Column("row", _l("Row"), looks="num"),
        Column("returnable", _l("Give back"), cell="tick"),
        Column("values", _l("Values"), lambda values: " · ".join(value or "—" for value in values)),
        Column("changes", _l("Before → after"), cell="changes"),
        Column("errors", _l("Reason"), cell="flaws"),
    ),
)
NO_ROW = Empty(_l("No row waits here"), icon="check")
MEANINGS = Table(
    cells="imports/_cells.html",
    columns=(
        Column("heading", _l("Column of the file"), heads=True),
        Column("heading", _l("What it means"), cell="meaning"),
        Column("samples", _l("What stands in it"), cell="samples"),
    ),
)
SAMPLES = 3
"""How many different values of a column stand beside what it means."""
FIGURES = Table(
    card=False,
    cells="imports/_cells.html",
    columns=(
        Column("month", _l("Month"), heads=True),
        Column("kind", _l("Kind"), cell="kind"),
        Column("rows", _l("In the file"), number, looks="num"),
        Column("books_rows", _l("In the books"), number, looks="num"),
        Column("quantity", _l("Quantity in the file"), number, looks="num"),
        Column("books_quantity", _l("Quantity in the books"), number, looks="num"),
        Column("amount", _l("Amount in the file"), money, looks="num"),
        Column("books_amount", _l("Amount in the books"), money, looks="num"),
    ),
)
PROBLEMS = Table(
    card=False,
    columns=(
        Column("code", _l("Reason"), sentence),
        Column("column", _l("Column")),
        Column("rows", _l("Rows"), number, looks="num"),
    ),
)


def preview_of(record: Mapping[str, Any]) -> Record:
    """The first rows of a file, and its columns, each with values that stand in it."""
    headings, lines = record["headings"] or [], record["preview"] or []
    notes = record["notes"] or []
    columns = [
        {
            "heading": heading,
            "samples": _samples(line["values"][place] for line in lines),
            "notes": [note_of(note, record["mapping"].get(heading)) for note in notes if note["heading"] == heading],
        }
        for place, heading in enumerate(headings)
    ]
    return {**rows_of(headings, lines), "columns": columns, "meanings": MEANINGS}


def note_of(note: Mapping[str, Any], field: str | None) -> str:
    """What there is to say of a column, in words."""
    about = note["about"]
    match note["code"]:
        case "factor":
            said = _("Its numbers are multiplied by %(number)s.", number=about)
        case "two_columns":
            said = _("“%(names)s” may mean the same: only one of them is read.", names=about)
        case "own_column":
            said = _("Guanxi keeps this column itself: it is not read.")
        case _ if field:
            said = _("“%(unit)s” is not understood: its values are taken as they stand.", unit=about)
        case _:
            said = _("“%(unit)s” is not understood: the column is left out unless you say what it is.", unit=about)
    return str(said)


def meaning_label(name: str) -> str:
    """A field as what a column means; Guanxi's own code is told from the customer's number."""
    return label("import_key", name) if name == "code" else field_label(name)


def rows_of(headings: list[str], lines: list[Record], *more: Column) -> Record:
    """Rows of a file under its own headings, which come last: a file may be wide."""
    table = Table(
        card=False,
        cells="imports/_cells.html",
        mark=lambda row: "table-warning" if row["errors"] else "",
        columns=(
            Column("row", _l("Row"), looks="num"),
            *more,
            *(
                [Column("errors", _l("Reason"), cell="flaws", looks="reads-on")]
                if any(line["errors"] for line in lines)
                else []
            ),
            *(Column(str(place), heading, looks="reads") for place, heading in enumerate(headings)),
        ),
    )
    return {"preview": table, "lines": [_line(line, headings) for line in lines]}


def sample_of(sample: Mapping[str, Any]) -> Record:
    """What is shown of a file for its check."""
    changes = Column("changes", _l("Before → after"), cell="changes")
    tick = Column("returnable", _l("Give back"), cell="tick")
    lines = sample["rows"] or []
    more = [
        *([tick] if any(line["returnable"] for line in lines) else []),
        *([changes] if any(line["changes"] for line in lines) else []),
    ]
    shown = rows_of(sample["headings"] or [], lines, *more)
    return {**shown, "sample": sample, "figures": FIGURES, "problems": PROBLEMS}


def _samples(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value][:SAMPLES]


def _line(line: Mapping[str, Any], headings: list[str]) -> Record:
    """A row as the table has it: the values by the places of their columns."""
    return {**line, **{str(place): value for place, value in zip(range(len(headings)), line["values"], strict=False)}}
