"""Cases: file, find, read, work on.

Who may work on a case depends on the desk it lies on, so the use case looks: ``case:handle`` for the service desk,
``case:lead`` for the lead desk.
"""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db import Count, Page
from chassis.http import Api, CountSchema, Presented, page_of
from contracts.permissions import Permission
from services.feedback.api import commands, schemas
from services.feedback.api.presenting import present, present_rows, present_steps
from services.feedback.satisfaction.api.surveys import RateSchema
from services.feedback.satisfaction.usecases import asking
from services.feedback.store import queries
from services.feedback.store.colleagues import Colleague
from services.feedback.store.queries import CaseFilter, TimelineQuery
from services.feedback.usecases import actions, assigning, batches, classing, creating, joining, readings, replies
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


@api.get("/cases/colleagues", permission=READ, returns=schemas.ColleaguesSchema)
def list_colleagues(ctx: Context) -> dict[str, list[Colleague]]:
    """Who works at the desks that one works at."""
    return {"items": assigning.list_colleagues(ctx)}


@api.get(
    "/cases/<uuid:id>/timeline",
    permission=READ,
    query=schemas.TimelineQuerySchema,
    returns=page_of(schemas.CaseEventSchema),
)
def list_timeline(ctx: Context, id: UUID, query: TimelineQuery) -> Page[Presented]:
    """What happened with a case, or one part of it, the latest first."""
    case = readings.view_part_of_case(ctx, id)
    page = queries.timeline_page(ctx.session, id, query)
    return Page(present_steps(ctx, case, page.items), page.next)


@api.get("/cases/<uuid:id>/neighbours", permission=READ, returns=schemas.NeighboursSchema)
def read_neighbours(ctx: Context, id: UUID) -> dict[str, UUID | None]:
    """The cases before and after one in the order in which its desk works: the most urgent first."""
    case = queries.case_of(ctx.session, ctx.actor, id)
    return queries.neighbours(ctx.session, ctx.actor, case, assigning.own_desks(ctx))


cases = api.resource("/cases", returns=schemas.CaseSchema, present=present)
cases.create(creating.create_case, permission=WRITE, body=schemas.CreateCaseSchema)
cases.read(readings.read_case, permission=READ)
cases.command("take", actions.take_case, permission=READ)
cases.command("release", actions.release_case, permission=READ)
cases.command("assign", assigning.assign_case, permission=READ, body=commands.AssignSchema)
cases.command("prioritize", actions.prioritize_case, permission=READ, body=commands.PrioritizeSchema)
cases.command("wait", actions.wait_for_customer, permission=READ, body=commands.WaitSchema)
cases.command("resume", actions.resume_case, permission=READ)
cases.command("watch", actions.watch_case, permission=READ)
cases.command("unwatch", actions.unwatch_case, permission=READ)
cases.command("note", actions.add_note, permission=READ, body=commands.CaseNoteSchema)
cases.command("said", replies.note_said, permission=WRITE, body=commands.SaidSchema)
cases.command("answer", replies.answer_customer, permission=READ, body=commands.AnswerCustomerSchema)
cases.command("reply", replies.reply_to_case, permission=READ, body=commands.ReplySchema)
cases.command("mail-again", replies.send_emails_again, permission=READ)
cases.command("resolve", actions.resolve_case, permission=READ, body=commands.ResolveSchema)
cases.command("classify", classing.classify_case, permission=READ, body=commands.ClassifySchema)
cases.command("reopen", actions.reopen_case, permission=READ, body=commands.ReopenSchema)
cases.command("close", actions.close_case, permission=READ)
cases.command("rate", asking.rate_case, permission=READ, body=RateSchema)
cases.command("merge", joining.merge_case, permission=READ, body=commands.OtherCaseSchema)
cases.command("link", joining.link_case, permission=READ, body=commands.OtherCaseSchema)
cases.command("unlink", joining.unlink_case, permission=READ, body=commands.OtherCaseSchema)
