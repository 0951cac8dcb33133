"""Imports: files of customers and of transactions, from the upload to the check, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, request

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Forbidden, Invalid
from chassis.http import SIGNED_IN, Api, PageQuerySchema, Presented, page_of
from contracts.customer import ImportStatus
from contracts.permissions import Permission
from services.customer.api.schemas import ReasonSchema
from services.customer.imports.api import schemas
from services.customer.imports.api.rows import check_rows
from services.customer.imports.domain.headings import fields_of, notes_of
from services.customer.imports.domain.keys import default_key, offered_keys, required_of
from services.customer.imports.domain.problems import Flaw, was_left_out
from services.customer.imports.domain.workflow import IMPORT, STUCK
from services.customer.imports.store import queries, workbench
from services.customer.imports.store.models import ImportBatch, RowError
from services.customer.imports.usecases import imports
from services.customer.imports.usecases.flaws import (
    flaws_file,
    mask_cells,
    mask_flaw,
    sees_plain,
    shorten,
    view_part_of_import,
)
from services.customer.imports.usecases.imports import UploadFile
from services.customer.imports.usecases.reading import flaws_of_reading
from services.customer.imports.usecases.rows import Layout

api = Api("imports", description="Files of customers and transactions")
RUN, VERIFY = Permission.IMPORT_RUN, Permission.IMPORT_VERIFY
PREVIEWED = 20
PIECE = 64 * 1024
FAILED = {"status": ImportStatus.FAILED, "error": STUCK}
"""How an import is shown whose job was given up, though nobody was left to write it down."""


def present(ctx: Context, batch: ImportBatch) -> Presented:
    """An import with what the actor may do, and its first rows, checked as they would be with the mapping it has
    now."""
    ctx.session.flush()
    status = queries.effective_status(ctx.session, batch)
    usual = default_key(batch.kind, batch.mapping)
    extras = {
        "available": fields_of(batch.kind),
        "required": list(required_of(batch.kind, usual)),
        "keys": sorted(offered_keys(batch.kind, batch.mapping), key=lambda key: key is not usual),
        "notes": _notes(batch),
        "sheet": batch.read_as.get("sheet", ""),
        "rows_total": batch.total,
        "preview": _preview(ctx, batch) if batch.status is ImportStatus.MAPPED else [],
        "actions": actions_of(ctx, batch, status),
    }
    return Presented(batch, extras if status is batch.status else extras | FAILED)


def _notes(batch: ImportBatch) -> list[dict[str, Any]]:
    """What there is to say of the columns of a file that is not started yet."""
    if batch.status is not ImportStatus.MAPPED:
        return []
    notes = notes_of(batch.kind, batch.headings, batch.mapping)
    return [{"heading": heading, "code": note.value, "about": about} for heading, note, about in notes]


def actions_of(ctx: Context, batch: ImportBatch, status: ImportStatus) -> list[str]:
    """What the actor may do with an import; whoever has written any of its rows does not decide on it."""
    reaches = queries.reaches(ctx.session, ctx.actor, batch.id)
    actions = IMPORT.actions(batch, ctx.actor, status=status, reaches=reaches)
    if "approve" in actions and queries.has_written_rows(ctx.session, ctx.actor, batch.id):
        actions.remove("approve")
    return actions


def _preview(ctx: Context, batch: ImportBatch) -> list[dict[str, Any]]:
    """The first rows, plain to the author, masked to others."""
    rows = workbench.first_rows(ctx.session, batch.id, PREVIEWED)
    layout, width = Layout.of(batch, ctx.zone), len(batch.headings)
    unread = flaws_of_reading(layout, rows)
    lost = {flaw.row for flaw in unread}
    checked = check_rows(layout, [(number, cells) for number, cells, _ in rows if number not in lost])
    flaws = _flaws(ctx, batch, [*unread, *checked.flaws])
    plain = sees_plain(ctx, batch)
    return [
        {
            "row": number,
            "values": [shorten(cell) for cell in (cells if plain else mask_cells(layout, cells))]
            + [""] * (width - len(cells)),
            "errors": [flaw for flaw in flaws if flaw["row"] == number],
        }
        for number, cells, _ in rows
    ]


def _flaws(ctx: Context, batch: ImportBatch, flaws: Sequence[Flaw | RowError]) -> list[dict[str, Any]]:
    """What is wrong in rows, the values masked to who does not see the rows plain."""
    layout = None if sees_plain(ctx, batch) else Layout.of(batch)
    shown = []
    for flaw in flaws:
        value = mask_flaw(layout, flaw.column, flaw.value) if layout else flaw.value
        seen: dict[str, Any] = {"row": flaw.row, "column": flaw.column, "code": flaw.code, "value": shorten(value)}
        left_out = was_left_out(flaw.code, whole_row=flaw.whole_row)
        shown.append(seen | {"left_out": True} if left_out else seen)
    return shown


def _require_either(ctx: Context) -> None:
    """Imports are read by those who run them and by those who check them."""
    if not any(ctx.actor.may(permission) for permission in queries.BOTH):
        raise Forbidden(permission=RUN)


def readable(ctx: Context, id: UUID) -> ImportBatch:
    """An import that the actor runs or checks. Raises Forbidden, NotFound."""
    _require_either(ctx)
    return queries.import_of(ctx.session, ctx.actor, id)


@api.post(
    "/imports",
    permission=RUN,
    body=schemas.UploadSchema,
    returns=schemas.ImportSchema,
    status=201,
    form=True,
)
def upload_file(ctx: Context, command: UploadFile) -> Presented:
    """Send a file of customers or transactions; it is read in the background. Raises Invalid."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(file="required")
    return present(ctx, imports.upload_file(ctx, command, file.filename, file.stream))


@api.get(
    "/imports",
    permission=SIGNED_IN,
    open_to_tokens=True,
    query=PageQuerySchema,
    returns=page_of(schemas.ImportRowSchema),
)
def list_imports(ctx: Context, query: PageQuery) -> Page[Any]:
    """The imports that one runs or checks, the newest first."""
    _require_either(ctx)
    page = queries.import_page(ctx.session, ctx.actor, query)
    stuck = queries.stuck(ctx.session, page.items)
    return Page([Presented(batch, FAILED) if batch.id in stuck else batch for batch in page.items], page.next)


@api.get("/imports/<uuid:id>", permission=SIGNED_IN, open_to_tokens=True, returns=schemas.ImportSchema)
def read_import(ctx: Context, id: UUID) -> Presented:
    """An import with what its columns mean and its first rows; that these were seen is on record."""
    batch = readable(ctx, id)
    if batch.status is ImportStatus.MAPPED:
        view_part_of_import(ctx, batch)
    return present(ctx, batch)


resource = api.resource("/imports", returns=schemas.ImportSchema, present=present)
resource.command("mapping", imports.map_columns, permission=RUN, body=schemas.MapColumnsSchema)
resource.command("read-again", imports.read_import_again, permission=RUN, body=schemas.ReadAgainSchema)
resource.command("start", imports.start_import, permission=RUN, body=schemas.StartImportSchema)
resource.command("approve", imports.approve_import, permission=VERIFY)
resource.command("return", imports.return_import, permission=VERIFY, body=ReasonSchema)
resource.command("take-back", imports.take_back_import, permission=RUN)


@api.get(
    "/imports/<uuid:id>/errors",
    permission=SIGNED_IN,
    open_to_tokens=True,
    query=PageQuerySchema,
    returns=page_of(schemas.FlawSchema),
)
def list_import_errors(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    """What is wrong in the rows of a file, row by row; values of somebody else's file are masked."""
    batch = readable(ctx, id)
    view_part_of_import(ctx, batch)
    page = queries.errors_page(ctx.session, batch.id, query)
    return Page(_flaws(ctx, batch, page.items), page.next)


@api.get("/imports/<uuid:id>/errors.csv", permission=SIGNED_IN, open_to_tokens=True, returns=None, files=("text/csv",))
def download_import_errors(ctx: Context, id: UUID) -> Response:
    """Every row with a flaw as a file, to be corrected and sent again."""
    batch = readable(ctx, id)
    view_part_of_import(ctx, batch)
    file = flaws_file(ctx, batch)
    answer = Response(iter(lambda: file.read(PIECE), b""), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{batch.id}-errors.csv"'
    answer.call_on_close(file.close)
    return answer
