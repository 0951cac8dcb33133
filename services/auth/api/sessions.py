"""Where somebody is signed in: one's own sessions, and for the administrator those of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, page_of
from contracts.permissions import Permission
from services.auth.api.schemas import SIGN_INS, EmptySchema
from services.auth.domain.sessions import ends_at
from services.auth.store.models import OpenSession, SignIn
from services.auth.store.sign_ins import own_sign_ins
from services.auth.usecases import access, sessions, staff
from services.auth.usecases.sessions import EndSessions

api = Api("sessions", description="Where somebody is signed in")
WRITE = Permission.STAFF_WRITE


class EndSessionsSchema(CommandSchema):
    """Whether the session at work ends, too."""

    command = EndSessions
    this_too = fields.Boolean()


class OpenSessionSchema(AnswerSchema):
    """A sign-in that goes on. ``kind``: pages or program. ``ends_at``: when it ends if nobody uses it. ``current``: the
    one that this answer was asked with."""

    id = fields.UUID()
    kind = fields.String()
    started_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    address = fields.String()
    user_agent = fields.String()
    current = fields.Boolean()
    actions = fields.List(fields.String())


OPEN_SESSIONS = page_of(OpenSessionSchema)


def present(ctx: Context, found: Sequence[OpenSession]) -> Page[Presented]:
    """Sessions with the moment at which they end by themselves. Whoever sees one may end it, but for programs."""
    actions = ["end"] if access.is_person(ctx) else []
    return Page(
        [
            Presented(
                each,
                {
                    "ends_at": ends_at(each.kind, started_at=each.started_at, seen_at=each.seen_at),
                    "current": each.id == ctx.actor.session_id,
                    "actions": actions,
                },
            )
            for each in found
        ],
        None,
    )


@api.get("/me/sessions", permission=SIGNED_IN, returns=OPEN_SESSIONS)
def list_own_sessions(ctx: Context) -> Page[Presented]:
    """Where one is signed in, the session used last first."""
    return present(ctx, sessions.holding(ctx, staff.acting(ctx).id))


@api.post("/me/sessions/<uuid:id>/end", permission=SIGNED_IN, returns=EmptySchema)
def end_own_session(ctx: Context, id: UUID) -> dict[str, Any]:
    """End one of one's own sessions."""
    sessions.end_own(ctx, id)
    return {}


@api.post("/me/sessions/end", permission=SIGNED_IN, body=EndSessionsSchema, returns=EmptySchema)
def end_own_sessions(ctx: Context, command: EndSessions) -> dict[str, Any]:
    """End all of one's own sessions; the one at work only when that is asked for."""
    sessions.end_all_own(ctx, command)
    return {}


@api.get("/me/sign-ins", permission=SIGNED_IN, query=PageQuerySchema, returns=SIGN_INS)
def list_own_sign_ins(ctx: Context, query: PageQuery) -> Page[SignIn]:
    """One's own sign-ins and what was tried under one's name, the latest first, a page at a time."""
    return own_sign_ins(ctx.session, staff.acting(ctx).id, query)


@api.get("/staff/<uuid:id>/sessions", permission=WRITE, returns=OPEN_SESSIONS)
def list_sessions(ctx: Context, id: UUID) -> Page[Presented]:
    """Where somebody else is signed in, the session used last first."""
    return present(ctx, sessions.of_person(ctx, id))


@api.post("/staff/<uuid:id>/sessions/<uuid:session_id>/end", permission=WRITE, returns=EmptySchema)
def end_session_of_person(ctx: Context, id: UUID, session_id: UUID) -> dict[str, Any]:
    """End one session of somebody else."""
    sessions.end_of_person(ctx, id, session_id)
    return {}


@api.post("/staff/<uuid:id>/sessions/end", permission=WRITE, returns=EmptySchema)
def end_sessions_of_person(ctx: Context, id: UUID) -> dict[str, Any]:
    """End all sessions of somebody else."""
    sessions.end_of_person(ctx, id, None)
    return {}
