"""Files of customers and transactions: upload, look at what is in them, start, follow, check, take back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import customer
from gateway.forms import numbers_and_spans
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back
from gateway.mechanism.papers import Papers
from gateway.mechanism.record import RecordPage
from gateway.pages.imports.lists import (
    FLAWS,
    NO_FLAW,
    NO_ROW,
    NONE_YET,
    ROWS,
    TABLE,
    meaning_label,
    preview_of,
    sample_of,
)
from gateway.tables import TABLE_FILES
from gateway.words import label

page = Blueprint("imports", __name__, url_prefix="/imports", template_folder="templates")
MOVING = frozenset({"reading", "running", "checking", "taking_back"})
"""States that change by themselves: the page asks again until they have."""
UNTOUCHED = frozenset({"reading", "mapped"})
"""States in which nothing of the file has been stored yet."""

imports = ListPage(
    page,
    "imports",
    Looks(NONE_YET, "imports/index.html", table=TABLE, above="imports/_upload.html"),
    find=customer.list_imports,
    size=20,
)
imports.adds(
    "upload",
    customer.upload_file,
    said="",
    see=lambda made: url_for(".detail", id=made["id"]),
    title=_l("Upload and look"),
    icon="upload",
    fields=(
        Field("kind", _l("What is in it"), choice="import_kind", value="customers"),
        Field(
            "file",
            _l("File"),
            required=True,
            hint=_l("CSV or a spreadsheet, with Chinese or English headings; up to 64 MB."),
            html={"accept": TABLE_FILES},
        ),
        Field("encoding", _l("Encoding"), choice="text_encoding", blank=_l("find out"), keeps=True),
        Field("sheet", _l("Sheet"), hint=_l("Of a workbook; without it the one that opens first."), keeps=True),
    ),
)

ListPage(
    page,
    "errors",
    Looks(NO_FLAW, table=FLAWS, framed=False),
    find=customer.list_import_errors,
    path="/<uuid:id>/errors",
    endpoint="errors",
    size=50,
    title=_l("Rejected rows"),
    back=Back(".detail", _l("Import")),
)


ListPage(
    page,
    "all-rows",
    Looks(NO_ROW, table=ROWS, framed=False),
    find=customer.list_import_rows,
    path="/<uuid:id>/rows",
    endpoint="rows",
    size=50,
    title=_l("All rows"),
    back=Back(".detail", _l("Import")),
)


def stand_of(record: Mapping[str, Any]) -> Record:
    """How far an import is (whether it moves by itself, whether its columns can still be assigned, whether anything has
    been stored), and the table of its first rows."""
    status = record["status"]
    return {
        "moving": status in MOVING,
        "mapped": status == "mapped",
        "stored": status not in UNTOUCHED,
        "waiting": status == "waiting_check",
        "numbered": record["kind"] == "transactions",
        "choices": [(name, meaning_label(name)) for name in record["fields"] or ()],
        **preview_of(record),
    }


def ways_to_find(record: Mapping[str, Any]) -> Record:
    """What the rows of a file can be known by, as its columns are assigned; the usual one first."""
    return {"key": [(key, label("import_key", key)) for key in record["keys"] or ()]}


def sheets_of(record: Mapping[str, Any]) -> list[str]:
    """The sheets of a workbook that have rows, the one that was read first."""
    read_as = record["read_as"] or {}
    return [read_as["sheet"], *read_as["other_sheets"]] if read_as.get("sheet") else []


def assigned_columns() -> dict[str, str | None]:
    """Which field each column is, as the form has it; None for one that is left out."""
    sent = request.form.items()
    return {name.removeprefix("column:"): value or None for name, value in sent if name.startswith("column:")}


record = RecordPage(page, "record", folder="imports", load=customer.read_import, extras=stand_of)
record.command(
    "mapping",
    customer.map_columns,
    said=_l("The columns are assigned anew."),
    fields=(Field("mapping", look="none", read=assigned_columns),),
)
record.command(
    "read-again",
    customer.read_import_again,
    path="read_again",
    said=_l("The file is read again."),
    title=_l("Read again in another way"),
    icon="refresh",
    pairs=lambda record: {"sheet": [(name, name) for name in sheets_of(record)]},
    fields=(
        Field("encoding", _l("Encoding"), choice="text_encoding", blank=_l("find out"), of="encoding", keeps=True),
        Field("sheet", _l("Sheet"), of="sheet", blank=_l("find out"), keeps=True),
        Field("heading_row", _l("Row of the headings"), hint=_l("Left empty it is found out."), keeps=True),
    ),
    submit=_l("Read again"),
)
record.command(
    "start",
    customer.start_import,
    said=_l("Started."),
    pairs=ways_to_find,
    fields=(
        Field("key", _l("What a known record is found by"), look="select", required=True),
        Field("on_known", _l("A row that is known already"), required=True, value="update"),
        Field(
            "on_flaw",
            _l("A value that may be missing is wrong"),
            required=True,
            value="refuse",
            hint=_l("For example an e-mail address or a birthday. Names, numbers and amounts are never left out."),
        ),
        Field(
            "source",
            _l("Where the numbers come from"),
            value="file",
            hint=_l("The same source and number mean the same transaction."),
        ),
    ),
)
record.command(
    "approve",
    customer.approve_import,
    said=_l("Approved: what is in it comes into force."),
    title=_l("Approve the whole batch"),
    icon="check",
    leads=True,
)
record.command(
    "return-rows",
    customer.return_import_rows,
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


def sampled(id: UUID) -> Record:
    """What is shown of a file for its check."""
    return sample_of(customer.read_import_sample(id))


record.panel(
    "sample",
    _l("Rows of the file"),
    "imports/_sample.html",
    sampled,
    back=_l("Import"),
)
record.command(
    "return",
    customer.return_import,
    said=_l("Returned to its author."),
    title=_l("Return to the author"),
    icon="arrow-back-up",
    fields=(Field("reason", look="textarea"),),
    submit=_l("Return"),
)
record.command(
    "take-back",
    customer.take_back_import,
    path="take_back",
    said=_l("It is being taken back."),
    title=_l("Take the import back"),
    icon="arrow-back-up",
    confirm=_l(
        "Disable everything that this import has added, and bring back the old values of what it has changed? "
        "What somebody has changed since stays, and is listed."
    ),
)


Papers(
    record,
    find=customer.list_import_attachments,
    attach=customer.attach_to_import,
    fetch=customer.fetch_import_attachment,
    preview=customer.preview_import_attachment,
    withdraw=customer.withdraw_import_attachment,
    back=Back(".detail", _l("Import")),
)


@page.get("/<uuid:id>/errors.csv")
def error_file(id: UUID) -> Response:
    """The rows of an import that were rejected, as a file."""
    return passed_on(customer.download_import_errors(id), f"errors-{id}.csv")
