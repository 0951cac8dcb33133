"""Exports: customers as a file, with somebody's consent when it is a large one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import fields, validate
from sqlalchemy import Engine

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, one_of, page_of
from contracts.customer import ExportStatus
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.domain.exporting import EXPORT as WORKFLOW
from services.customer.domain.exporting import MOST_ROWS, ExportProblem
from services.customer.store import exports as store
from services.customer.store.models import Export, ExportPolicy
from services.customer.usecases import exports
from services.customer.usecases.exports import AskExport, SetLimit

api = Api("exports", description="Customers as a file")
EXPORT, APPROVE = Permission.CUSTOMER_EXPORT, Permission.EXPORT_APPROVE
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class WantedSchema(schemas.CustomerQuerySchema):
    """The filter of the list, without page and order."""

    class Meta(schemas.CustomerQuerySchema.Meta):
        exclude = ("after", "limit", "sort", "changed_since")


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
    actions = fields.List(fields.String())


ExportPageSchema = page_of(ExportSchema)


class ExportCountSchema(AnswerSchema):
    """How many exports wait for one's consent."""

    waiting = fields.Integer()


class LimitSchema(CommandSchema):
    """How many rows somebody may export in a day without consent, and for how many numbers and addresses that may be
    masked somebody may ask in an hour."""

    command = SetLimit
    rows_unasked = fields.Integer(required=True, validate=validate.Range(0, MOST_ROWS, error="out_of_range"))
    questions_an_hour = fields.Integer(validate=validate.Range(10, 10_000, error="out_of_range"))


class PolicySchema(AnswerSchema):
    """How large exports may be without consent."""

    version = fields.Integer()
    rows_unasked = fields.Integer()
    questions_an_hour = fields.Integer()
    actions = fields.List(fields.String())


def present(ctx: Context, found: Sequence[Export]) -> list[Presented]:
    """Exports with what the actor may do; one whose job was given up has failed, though nobody was left to write it
    down."""
    stuck = store.stuck(ctx.session, found)
    failed = {"status": ExportStatus.FAILED, "error": ExportProblem.NOT_MADE.value}
    rows = []
    for export in found:
        extras: dict[str, Any] = failed if export.id in stuck else {}
        actions = WORKFLOW.actions(export, ctx.actor, status=extras.get("status"))
        rows.append(Presented(export, {**extras, "actions": actions}))
    return rows


def present_export(ctx: Context, export: Export) -> Presented:
    """One export."""
    return present(ctx, [export])[0]


def present_policy(ctx: Context, policy: ExportPolicy) -> Presented:
    """The policy, with what the actor may do."""
    return Presented(policy, {"actions": exports.policy_actions(ctx)})


@api.get("/exports", permission=EXPORT, query=PageQuerySchema, returns=ExportPageSchema)
def list_own_exports(ctx: Context, query: PageQuery) -> Page[Any]:
    """What the one who asks has exported, the newest first."""
    page = store.own_export_page(ctx.session, ctx.actor, query)
    return Page(present(ctx, page.items), page.next)


@api.get("/exports/to-approve", permission=APPROVE, query=PageQuerySchema, returns=ExportPageSchema)
def list_exports_to_approve(ctx: Context, query: PageQuery) -> Page[Any]:
    """The large exports that wait for the consent of the one who asks, the oldest first."""
    page = store.export_page_to_approve(ctx.session, ctx.actor, query)
    return Page(present(ctx, page.items), page.next)


@api.get("/exports/count", permission=APPROVE, returns=ExportCountSchema)
def count_exports_to_approve(ctx: Context) -> dict[str, int]:
    """How many exports wait for one's consent."""
    return {"waiting": store.count_to_approve(ctx.session, ctx.actor)}


@api.get("/exports/policy", permission=APPROVE, returns=PolicySchema)
def read_export_policy(ctx: Context) -> Presented:
    """How large exports may be without consent."""
    return present_policy(ctx, store.policy(ctx.session))


@api.patch("/exports/policy", permission=APPROVE, body=LimitSchema, returns=PolicySchema, versioned=True)
def set_export_limit(ctx: Context, command: SetLimit, version: int) -> Presented:
    """Change how large an export may be without consent; for those who agree to exports of the whole house."""
    return present_policy(ctx, exports.set_export_limit(ctx, command, version))


resource = api.resource("/exports", returns=ExportSchema, present=present_export)
resource.create(exports.ask_export, permission=EXPORT, body=AskExportSchema)
resource.command("approve", exports.approve_export, permission=APPROVE, body=schemas.OptionalReasonSchema)
resource.command("refuse", exports.refuse_export, permission=APPROVE, body=schemas.ReasonSchema)


@api.get("/exports/<uuid:id>/file", permission=EXPORT, returns=None, files=tuple(TYPES.values()))
def download_export(ctx: Context, id: UUID) -> Response:
    """The finished file, to its asker alone; that it was fetched is on record."""
    export = exports.fetch_export(ctx, id)
    engine: Engine = current_app.extensions["engine"]
    answer = Response(store.pieces(engine, export.id), content_type=TYPES[export.format])
    answer.content_length = export.size
    answer.headers["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    return answer
