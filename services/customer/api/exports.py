"""Exports: customers as a file, with somebody's consent when it is a large one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import fields, validate
from sqlalchemy import Engine

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Shown, one_of, page_of
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.domain.exporting import MOST_ROWS, ExportProblem, ExportStatus
from services.customer.store import export_queries
from services.customer.store.models import Export, ExportPolicy
from services.customer.usecases import exports
from services.customer.usecases.checks import Reason
from services.customer.usecases.exports import AskExport, SetLimit

api = Api("exports", description="Customers as a file")
EXPORT, APPROVE = Permission.CUSTOMER_EXPORT, Permission.EXPORT_APPROVE
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class WantedSchema(schemas.CustomerQuerySchema):
    """The filter of the list, without a page."""

    class Meta(schemas.CustomerQuerySchema.Meta):
        exclude = ("after", "limit")


class AskExportSchema(CommandSchema):
    """Which customers, in which form."""

    command = AskExport
    wanted = fields.Nested(WantedSchema, load_default=dict)
    format = fields.String(validate=one_of(TYPES))
    language = fields.String(validate=one_of(("zh", "en")))

    def make_command(self, data: dict[str, Any]) -> AskExport:
        return AskExport(**data | {"wanted": data["wanted"] or WantedSchema.command()})


class ExportSchema(AnswerSchema):
    """An export. ``rows`` as counted when it was asked for, and at last as written; ``error`` why there is no file."""

    id = fields.UUID()
    version = fields.Integer()
    status = fields.String()
    format = fields.String()
    language = fields.String()
    wanted = fields.Dict()
    rows = fields.Integer()
    size = fields.Integer()
    filename = fields.String()
    asker_id = fields.UUID()
    asker_name = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    note = fields.String()
    error = fields.String()
    created_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime()


ExportPageSchema = page_of(ExportSchema)


class ExportCountSchema(AnswerSchema):
    """How many exports wait for one's consent."""

    waiting = fields.Integer()


class LimitSchema(CommandSchema):
    """How many rows somebody may export in a day without consent."""

    command = SetLimit
    rows_unasked = fields.Integer(required=True, validate=validate.Range(0, MOST_ROWS, error="out_of_range"))


class PolicySchema(AnswerSchema):
    """How large exports may be without consent."""

    version = fields.Integer()
    rows_unasked = fields.Integer()


def shown(ctx: Context, found: list[Export]) -> list[Any]:
    """Exports; one whose job was given up has failed, though nobody was left to write it down."""
    stuck = export_queries.stuck(ctx.session, found)
    failed = {"status": ExportStatus.FAILED.value, "error": ExportProblem.NOT_MADE.value}
    return [Shown(export, failed) if export.id in stuck else export for export in found]


@api.post("/exports", permission=EXPORT, body=AskExportSchema, returns=ExportSchema, status=201)
def ask_export(ctx: Context, command: AskExport) -> Export:
    return exports.ask_export(ctx, command)


@api.get("/exports", permission=EXPORT, query=PageQuerySchema, returns=ExportPageSchema)
def list_own_exports(ctx: Context, query: PageQuery) -> Page[Any]:
    page = export_queries.own_exports(ctx.session, ctx.actor, query)
    return Page(shown(ctx, list(page.items)), page.next)


@api.get("/exports/to-approve", permission=APPROVE, query=PageQuerySchema, returns=ExportPageSchema)
def list_to_approve(ctx: Context, query: PageQuery) -> Page[Any]:
    return export_queries.exports_to_approve(ctx.session, ctx.actor, query)


@api.get("/exports/count", permission=APPROVE, returns=ExportCountSchema)
def count_to_approve(ctx: Context) -> dict[str, int]:
    return {"waiting": export_queries.count_to_approve(ctx.session, ctx.actor)}


@api.get("/exports/policy", permission=APPROVE, returns=PolicySchema)
def read_policy(ctx: Context) -> ExportPolicy:
    return export_queries.policy(ctx.session)


@api.patch("/exports/policy", permission=APPROVE, body=LimitSchema, returns=PolicySchema, versioned=True)
def set_limit(ctx: Context, command: SetLimit, version: int) -> ExportPolicy:
    return exports.set_limit(ctx, command, version)


@api.post(
    "/exports/<uuid:id>/approve",
    permission=APPROVE,
    body=schemas.OptionalReasonSchema,
    returns=ExportSchema,
    versioned=True,
)
def approve_export(ctx: Context, id: UUID, command: Reason, version: int) -> Export:
    return exports.approve_export(ctx, id, command.reason, version)


@api.post(
    "/exports/<uuid:id>/refuse",
    permission=APPROVE,
    body=schemas.ReasonSchema,
    returns=ExportSchema,
    versioned=True,
)
def refuse_export(ctx: Context, id: UUID, command: Reason, version: int) -> Export:
    return exports.refuse_export(ctx, id, command.reason, version)


@api.get("/exports/<uuid:id>/file", permission=EXPORT, returns=None, files=tuple(TYPES.values()))
def download_export(ctx: Context, id: UUID) -> Response:
    export = exports.fetch_export(ctx, id)
    engine: Engine = current_app.extensions["engine"]
    answer = Response(export_queries.pieces(engine, export.id), content_type=TYPES[export.format])
    answer.content_length = export.size
    answer.headers["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    return answer
