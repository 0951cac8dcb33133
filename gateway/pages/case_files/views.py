"""Files of cases: what is in one, approve it, give it or some of its rows back; how many cases need no check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import feedback
from gateway.formats import ago, number
from gateway.forms import numbers_and_spans
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back
from gateway.mechanism.record import RecordPage
from gateway.mechanism.table import Column, Empty, Table
from gateway.sessions import may
from gateway.words import sentence

page = Blueprint("case_files", __name__, url_prefix="/cases/files", template_folder="templates")
CELLS = "case_files/_cells.html"
TABLE = Table(
    cells=CELLS,
    columns=(
        Column("filename", _l("File"), cell="file"),
        Column("status", _l("Status"), cell="status"),
        Column("created", _l("New"), number, looks="num"),
        Column("unchanged", _l("Unchanged"), number, looks="num"),
        Column("rejected", _l("Rejected"), number, looks="num"),
        Column("created_at", _l("Uploaded"), ago, looks="nowrap"),
    ),
)
ROWS = Table(
    card=False,
    cells=CELLS,
    mark=lambda row: "table-warning" if row["code"] else "",
    columns=(
        Column("row", _l("Row"), looks="num"),
        Column("received_at", cell="received"),
        Column("customer_code", _l("Customer")),
        Column("channel", _l("Channel"), cell="channel"),
        Column("kind", _l("Kind"), cell="kind"),
        Column("content", _l("Content")),
        Column("code", _l("Reason"), cell="flaw"),
        Column("returnable", _l("Give back"), cell="tick"),
    ),
)
FIGURES = Table(
    card=False,
    cells=CELLS,
    columns=(
        Column("month", _l("Month"), heads=True),
        Column("kind", _l("Kind"), cell="kind"),
        Column("rows", _l("In the file"), number, looks="num"),
        Column("books_rows", _l("In the books"), number, looks="num"),
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


def limit_of(found: Mapping[str, Any]) -> Record:
    """How many cases need no check, to who may change it."""
    return {"policy": {**feedback.read_case_file_policy(), "actions": ["set-limit"]} if may("case:lead") else None}


files = ListPage(
    page,
    "list",
    Looks(
        Empty(_l("No file of cases yet"), icon="file-import"),
        "case_files/index.html",
        table=TABLE,
        below="case_files/_limit.html",
    ),
    find=feedback.list_case_files,
    extras=limit_of,
)
files.adds(
    "set-limit",
    feedback.set_case_file_limit,
    path="/limit",
    record="policy",
    clears=True,
    said=_l("Changed."),
    title=_l("Change the limit"),
    icon="pencil",
    tone="btn-sm",
    fields=(Field("rows_unasked", _l("Cases of a file without a check")),),
    submit=_l("Save"),
)
ListPage(
    page,
    "all-rows",
    Looks(Empty(_l("No row waits here"), icon="check"), table=ROWS, framed=False),
    find=feedback.list_case_file_rows,
    path="/<uuid:id>/rows",
    endpoint="rows",
    size=50,
    title=_l("All rows"),
    back=Back(".detail", _l("File of cases")),
)
file = RecordPage(
    page,
    "file",
    folder="case_files",
    load=feedback.read_case_file,
    extras=lambda record: {"rows_table": ROWS, "figures": FIGURES, "problems": PROBLEMS},
)
file.command(
    "approve",
    feedback.approve_case_file,
    said=_l("Approved: its cases are filed."),
    title=_l("Approve the file"),
    icon="check",
    leads=True,
)
file.command(
    "return-rows",
    feedback.return_case_rows,
    path="return_rows",
    said=_l("These rows go back to their author; the others can be approved."),
    title=_l("Give rows back"),
    icon="arrow-back",
    fields=(
        Field(
            "rows",
            _l("Rows"),
            look="text",
            required=False,
            read=lambda: numbers_and_spans("row", "rows"),
            hint=_l("Tick rows below, or type their numbers: 3, 7-12"),
        ),
        Field("reason", look="textarea"),
    ),
    submit=_l("Give back"),
)
file.command(
    "return",
    feedback.return_case_file,
    said=_l("Returned to its author."),
    title=_l("Return to the author"),
    icon="arrow-back-up",
    fields=(Field("reason", look="textarea"),),
    submit=_l("Return"),
)


@page.get("/<uuid:id>/errors.csv")
def error_file(id: UUID) -> Response:
    """The rows of a file that were refused, as a file."""
    return passed_on(feedback.download_case_file_errors(id), f"errors-{id}.csv")
