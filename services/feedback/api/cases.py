"""Cases: file, find, read, work on.

Who may work on a case depends on the desk it lies on, so the use case looks: ``case:handle`` for the service desk,
``case:lead`` for the lead desk.
"""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db import Count, Page, PageQuery
from chassis.http import Api, CountSchema, PageQuerySchema, Presented, page_of
from contracts.permissions import Permission
from services.feedback.api import schemas
from services.feedback.api.presenting import present, present_rows
from services.feedback.store import queries
from services.feedback.store.models import CaseEvent
from services.feedback.store.queries import CaseFilter
from services.feedback.usecases import actions, batches, creating, readings, replies
from services.feedback.usecases.batches import CreateCases, Filed

api = Api("cases", description="Feedback and complaints of customers")
READ, WRITE = Permission.CASE_READ, Permission.CASE_WRITE


@api.get("/cases", permission=READ, query=schemas.CaseQuerySchema, returns=page_of(schemas.CaseRowAnswerSchema))
def list_cases(ctx: Context, query: CaseFilter) -> Page[Presented]:
    """Cases that fit a filter, a page at a time."""
    page = queries.case_page(ctx.session, ctx.actor, query, ctx.now)
    return Page(present_rows(ctx, page.items), page.next)


@api.get("/cases/count", permission=READ, query=schemas.CaseQuerySchema, returns=CountSchema)
def count_cases(ctx: Context, query: CaseFilter) -> Count:
    """How many cases fit a filter."""
    return queries.case_count(ctx.session, ctx.actor, query, ctx.now)


@api.get("/cases/desks", permission=READ, returns=schemas.DesksSchema)
def count_desks(ctx: Context) -> dict[str, dict[str, int]]:
    """What waits on each desk, how much of it is late, and how much one has in hand."""
    return queries.desk_figures(ctx.session, ctx.actor, ctx.now)


@api.post("/cases/batch", permission=WRITE, body=schemas.CreateCasesSchema, returns=schemas.FiledSchema)
def create_cases(ctx: Context, command: CreateCases) -> Filed:
    """Many cases of one sender at once; the same id of the sender twice is one case."""
    return batches.create_cases(ctx, command)


@api.get("/cases/<uuid:id>/timeline", permission=READ, query=PageQuerySchema, returns=page_of(schemas.CaseEventSchema))
def list_timeline(ctx: Context, id: UUID, query: PageQuery) -> Page[CaseEvent]:
    """What happened with a case, the latest first."""
    readings.view_part_of_case(ctx, id)
    return queries.timeline_page(ctx.session, id, query.after, query.limit)


cases = api.resource("/cases", returns=schemas.CaseSchema, present=present)
cases.create(creating.create_case, permission=WRITE, body=schemas.CreateCaseSchema)
cases.read(readings.read_case, permission=READ)
cases.command("take", actions.take_case, permission=READ)
cases.command("release", actions.release_case, permission=READ)
cases.command("note", actions.add_note, permission=READ, body=schemas.CaseNoteSchema)
cases.command("reply", replies.reply_to_case, permission=READ, body=schemas.ReplySchema)
cases.command("resolve", actions.resolve_case, permission=READ, body=schemas.ResolveSchema)
cases.command("reopen", actions.reopen_case, permission=READ, body=schemas.ReopenSchema)
cases.command("close", actions.close_case, permission=READ)
