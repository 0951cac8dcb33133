"""Where somebody is signed in: one's own sessions, and for the administrator those of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import SIGNED_IN, Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.auth.api import schemas
from services.auth.domain.sessions import ends_at
from services.auth.store import visits
from services.auth.store.models import OpenSession, SignIn
from services.auth.usecases import access, sessions, staff
from services.auth.usecases.sessions import EndSessions

api = Api("sessions", description="Where somebody is signed in")
WRITE = Permission.STAFF_WRITE
OPEN_SESSIONS = page_of(schemas.OpenSessionSchema)


def shown(ctx: Context, found: Sequence[OpenSession]) -> Page[Shown]:
    """Sessions with the moment at which they end by themselves. Whoever sees one may end it, but for programs."""
    actions = ["end"] if access.is_person(ctx) else []
    return Page(
        [
            Shown(
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
def list_own_sessions(ctx: Context) -> Page[Shown]:
    return shown(ctx, sessions.holding(ctx, staff.acting(ctx).id))


@api.post("/me/sessions/<uuid:id>/end", permission=SIGNED_IN, returns=schemas.EmptySchema)
def end_own_session(ctx: Context, id: UUID) -> dict[str, Any]:
    sessions.end_own(ctx, id)
    return {}


@api.post("/me/sessions/end", permission=SIGNED_IN, body=schemas.EndSessionsSchema, returns=schemas.EmptySchema)
def end_own_sessions(ctx: Context, command: EndSessions) -> dict[str, Any]:
    sessions.end_all_own(ctx, command)
    return {}


@api.get("/me/sign-ins", permission=SIGNED_IN, query=PageQuerySchema, returns=schemas.SIGN_INS)
def list_own_sign_ins(ctx: Context, query: PageQuery) -> Page[SignIn]:
    return visits.own_sign_ins(ctx.session, staff.acting(ctx).id, query)


@api.get("/staff/<uuid:id>/sessions", permission=WRITE, returns=OPEN_SESSIONS)
def list_sessions(ctx: Context, id: UUID) -> Page[Shown]:
    return shown(ctx, sessions.of_person(ctx, id))


@api.post("/staff/<uuid:id>/sessions/<uuid:session_id>/end", permission=WRITE, returns=schemas.EmptySchema)
def end_session_of_person(ctx: Context, id: UUID, session_id: UUID) -> dict[str, Any]:
    sessions.end_of_person(ctx, id, session_id)
    return {}


@api.post("/staff/<uuid:id>/sessions/end", permission=WRITE, returns=schemas.EmptySchema)
def end_sessions_of_person(ctx: Context, id: UUID) -> dict[str, Any]:
    sessions.end_of_person(ctx, id, None)
    return {}
