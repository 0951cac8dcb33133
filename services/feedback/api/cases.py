"""Cases: file, find, read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.feedback.api import schemas
from services.feedback.api.showing import shown, shown_rows
from services.feedback.store import queries
from services.feedback.store.models import CaseEvent
from services.feedback.store.queries import CaseFilter
from services.feedback.usecases import batches, filing, readings
from services.feedback.usecases.batches import FileCases, Filed
from services.feedback.usecases.filing import FileCase

api = Api("cases", description="Feedback and complaints of customers")
READ, WRITE = Permission.CASE_READ, Permission.CASE_WRITE


@api.get("/cases", permission=READ, query=schemas.CaseQuerySchema, returns=page_of(schemas.CaseRowAnswerSchema))
def list_cases(ctx: Context, query: CaseFilter) -> Page[Shown]:
    page = queries.case_page(ctx.session, ctx.actor, query, ctx.now)
    return Page(shown_rows(ctx, page.items), page.next)


@api.get("/cases/count", permission=READ, query=schemas.CaseQuerySchema, returns=schemas.CountSchema)
def count_cases(ctx: Context, query: CaseFilter) -> dict[str, Any]:
    count = queries.case_count(ctx.session, ctx.actor, query, ctx.now)
    return {"count": min(count, queries.COUNTED), "more": count > queries.COUNTED}


@api.get("/cases/desks", permission=READ, returns=schemas.DesksSchema)
def count_desks(ctx: Context) -> dict[str, dict[str, int]]:
    return queries.desk_figures(ctx.session, ctx.actor, ctx.now)


@api.post("/cases", permission=WRITE, body=schemas.FileCaseSchema, returns=schemas.CaseSchema, status=201)
def file_case(ctx: Context, command: FileCase) -> Shown:
    return shown(ctx, filing.file_case(ctx, command))


@api.post("/cases/batch", permission=WRITE, body=schemas.FileCasesSchema, returns=schemas.FiledSchema)
def file_cases(ctx: Context, command: FileCases) -> Filed:
    return batches.file_cases(ctx, command)


@api.get("/cases/<uuid:id>", permission=READ, returns=schemas.CaseSchema)
def read_case(ctx: Context, id: UUID) -> Shown:
    return shown(ctx, readings.read_case(ctx, id))


@api.get("/cases/<uuid:id>/timeline", permission=READ, query=PageQuerySchema, returns=page_of(schemas.CaseEventSchema))
def list_timeline(ctx: Context, id: UUID, query: PageQuery) -> Page[CaseEvent]:
    readings.look_at_case(ctx, id)
    return queries.timeline_page(ctx.session, id, query.after, query.limit)
