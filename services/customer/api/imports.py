"""Imports: files of customers and of transactions, from the upload to the check, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, request

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Forbidden, Invalid
from chassis.http import SIGNED_IN, Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.customer.api import import_schemas, schemas
from services.customer.api.rows import check_rows
from services.customer.domain.headings import REQUIRED, ImportKind, fields_of
from services.customer.domain.importing import STUCK, Flaw, ImportStatus
from services.customer.store import import_queries
from services.customer.store.models import ImportBatch, RowError
from services.customer.usecases import imports, readings
from services.customer.usecases.checks import Reason
from services.customer.usecases.import_flaws import flaws_file, is_author, mask_cell, mask_cells, shorten
from services.customer.usecases.import_rows import Layout
from services.customer.usecases.imports import MapColumns, StartImport, UploadFile

api = Api("imports", description="Files of customers and transactions")
RUN, VERIFY = Permission.IMPORT_RUN, Permission.IMPORT_VERIFY
PREVIEWED = 20
PIECE = 64 * 1024


def shown(ctx: Context, batch: ImportBatch) -> Shown:
    """An import with its first rows, checked as they would be with the mapping it has now."""
    ctx.session.flush()
    kind = ImportKind(batch.kind)
    return Shown(
        batch,
        _standing(ctx, [batch])[batch.id]
        | {
            "available": fields_of(kind),
            "required": list(REQUIRED.get(kind, ())),
            "rows_total": batch.total,
            "preview": _preview(ctx, batch) if batch.status == ImportStatus.MAPPED else [],
        },
    )


def _standing(ctx: Context, batches: Sequence[ImportBatch]) -> dict[UUID, dict[str, Any]]:
    """State and error of imports; one whose job was given up has failed, though nobody was left to write it down."""
    stuck = import_queries.stuck(ctx.session, batches)
    failed = {"status": ImportStatus.FAILED.value, "error": STUCK}
    return {batch.id: dict(failed) if batch.id in stuck else {} for batch in batches}


def _preview(ctx: Context, batch: ImportBatch) -> list[dict[str, Any]]:
    """The first rows, plain to the author, masked to others; who saw them is on record."""
    readings.look_at_import(ctx, batch)
    rows = import_queries.first_rows(ctx.session, batch.id, PREVIEWED)
    layout, width = Layout.of(batch), len(batch.headings)
    flaws = _flaws(ctx, batch, check_rows(layout, rows).flaws)
    plain = is_author(ctx, batch)
    return [
        {
            "row": number,
            "values": [shorten(cell) for cell in (cells if plain else mask_cells(layout, cells))]
            + [""] * (width - len(cells)),
            "errors": [replace(flaw, value=shorten(flaw.value)) for flaw in flaws if flaw.row == number],
        }
        for number, cells in rows
    ]


def _flaws(ctx: Context, batch: ImportBatch, flaws: Sequence[Flaw | RowError]) -> list[Any]:
    """What is wrong in rows, the values masked to somebody other than the author."""
    if is_author(ctx, batch):
        return list(flaws)
    layout = Layout.of(batch)
    masked = [(flaw, mask_cell(layout, flaw.column, flaw.value)) for flaw in flaws]
    return [
        replace(flaw, value=value) if isinstance(flaw, Flaw) else Shown(flaw, {"value": value})
        for flaw, value in masked
    ]


def _require_either(ctx: Context) -> None:
    """Imports are read by those who run them and by those who check them."""
    if not any(ctx.actor.may(permission) for permission in import_queries.BOTH):
        raise Forbidden(permission=RUN)


def _readable(ctx: Context, id: UUID) -> ImportBatch:
    _require_either(ctx)
    return import_queries.import_of(ctx.session, ctx.actor, id)


@api.post(
    "/imports",
    permission=RUN,
    body=import_schemas.UploadSchema,
    returns=import_schemas.ImportSchema,
    status=201,
    form=True,
)
def upload_file(ctx: Context, command: UploadFile) -> Shown:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(file="required")
    return shown(ctx, imports.upload_file(ctx, command, file.filename, file.stream))


@api.get("/imports", permission=SIGNED_IN, query=PageQuerySchema, returns=page_of(import_schemas.ImportRowSchema))
def list_imports(ctx: Context, query: PageQuery) -> Page[Shown]:
    _require_either(ctx)
    page = import_queries.import_page(ctx.session, ctx.actor, query)
    standing = _standing(ctx, page.items)
    return Page([Shown(batch, standing[batch.id]) for batch in page.items], page.next)


@api.get("/imports/<uuid:id>", permission=SIGNED_IN, returns=import_schemas.ImportSchema)
def read_import(ctx: Context, id: UUID) -> Shown:
    return shown(ctx, _readable(ctx, id))


@api.post(
    "/imports/<uuid:id>/mapping",
    permission=RUN,
    body=import_schemas.MapColumnsSchema,
    returns=import_schemas.ImportSchema,
    versioned=True,
)
def map_columns(ctx: Context, id: UUID, command: MapColumns, version: int) -> Shown:
    return shown(ctx, imports.map_columns(ctx, id, command, version))


@api.post(
    "/imports/<uuid:id>/start",
    permission=RUN,
    body=import_schemas.StartImportSchema,
    returns=import_schemas.ImportSchema,
    versioned=True,
)
def start_import(ctx: Context, id: UUID, command: StartImport, version: int) -> Shown:
    return shown(ctx, imports.start_import(ctx, id, command, version))


@api.post("/imports/<uuid:id>/approve", permission=VERIFY, returns=import_schemas.ImportSchema, versioned=True)
def approve_import(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, imports.approve_import(ctx, id, version))


@api.post(
    "/imports/<uuid:id>/return",
    permission=VERIFY,
    body=schemas.ReasonSchema,
    returns=import_schemas.ImportSchema,
    versioned=True,
)
def return_import(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return shown(ctx, imports.return_import(ctx, id, command.reason, version))


@api.post("/imports/<uuid:id>/take-back", permission=RUN, returns=import_schemas.ImportSchema, versioned=True)
def take_back_import(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, imports.take_back_import(ctx, id, version))


@api.get(
    "/imports/<uuid:id>/errors",
    permission=SIGNED_IN,
    query=PageQuerySchema,
    returns=page_of(import_schemas.FlawSchema),
)
def list_errors(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    batch = _readable(ctx, id)
    readings.look_at_import(ctx, batch)
    page = import_queries.errors_page(ctx.session, batch.id, query)
    return Page(_flaws(ctx, batch, page.items), page.next)


@api.get("/imports/<uuid:id>/errors.csv", permission=SIGNED_IN, returns=None, files=("text/csv",))
def download_errors(ctx: Context, id: UUID) -> Response:
    batch = _readable(ctx, id)
    readings.look_at_import(ctx, batch)
    file = flaws_file(ctx, batch)
    answer = Response(iter(lambda: file.read(PIECE), b""), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="import-{batch.id}-errors.csv"'
    answer.call_on_close(file.close)
    return answer
