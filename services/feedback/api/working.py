"""Steps of a case. Who may do them depends on the desk the case lies on, so the use case looks: ``case:handle`` for
the service desk, ``case:lead`` for the lead desk."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.http import Api, Shown
from contracts.permissions import Permission
from services.feedback.api import schemas
from services.feedback.api.showing import shown
from services.feedback.usecases import replies, working
from services.feedback.usecases.replies import Reply
from services.feedback.usecases.working import Note, Reopen, Resolve

api = Api("working", description="Working on cases: only the desk a case lies on may")
READ = Permission.CASE_READ


@api.post("/cases/<uuid:id>/take", permission=READ, returns=schemas.CaseSchema, versioned=True)
def take_case(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, working.take_case(ctx, id, version))


@api.post("/cases/<uuid:id>/release", permission=READ, returns=schemas.CaseSchema, versioned=True)
def release_case(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, working.release_case(ctx, id, version))


@api.post("/cases/<uuid:id>/note", permission=READ, body=schemas.NoteSchema, returns=schemas.CaseSchema, versioned=True)
def add_note(ctx: Context, id: UUID, command: Note, version: int) -> Shown:
    return shown(ctx, working.add_note(ctx, id, command, version))


@api.post(
    "/cases/<uuid:id>/reply", permission=READ, body=schemas.ReplySchema, returns=schemas.CaseSchema, versioned=True
)
def reply_to_case(ctx: Context, id: UUID, command: Reply, version: int) -> Shown:
    return shown(ctx, replies.reply_to_case(ctx, id, command, version))


@api.post(
    "/cases/<uuid:id>/resolve", permission=READ, body=schemas.ResolveSchema, returns=schemas.CaseSchema, versioned=True
)
def resolve_case(ctx: Context, id: UUID, command: Resolve, version: int) -> Shown:
    return shown(ctx, working.resolve_case(ctx, id, command, version))


@api.post(
    "/cases/<uuid:id>/reopen", permission=READ, body=schemas.ReopenSchema, returns=schemas.CaseSchema, versioned=True
)
def reopen_case(ctx: Context, id: UUID, command: Reopen, version: int) -> Shown:
    return shown(ctx, working.reopen_case(ctx, id, command, version))


@api.post("/cases/<uuid:id>/close", permission=READ, returns=schemas.CaseSchema, versioned=True)
def close_case(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, working.close_case(ctx, id, version))
