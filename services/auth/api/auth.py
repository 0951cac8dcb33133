"""Signing in: access tokens for programs, sessions for the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import current_app, request

from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.db import new_id
from chassis.http import PUBLIC, Api
from services.auth.api import schemas
from services.auth.api.me import shown
from services.auth.domain.sessions import TOKEN_LIFETIME, ends_at
from services.auth.usecases import access, sessions, sign_in
from services.auth.usecases.sessions import SessionSecret
from services.auth.usecases.sign_in import ProveIdentity

api = Api("auth", description="Access tokens and sessions")


def token_of(ctx: Context, staff_id: UUID, session_id: UUID) -> dict[str, Any]:
    """A signed access token for a person's session, and who that is."""
    signer: TokenSigner = current_app.extensions["signer"]
    granted = access.grant(ctx, staff_id, session_id)
    return {
        "access_token": signer.sign(granted.actor, now=granted.at, lifetime=TOKEN_LIFETIME),
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFETIME.total_seconds()),
        "staff": shown(ctx, granted.staff, granted.actor),
    }


@api.post("/auth/tokens", permission=PUBLIC, body=schemas.CredentialsSchema, returns=schemas.TokenSchema, secret=True)
def open_token(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    command = replace(command, user_agent=request.user_agent.string)
    return token_of(ctx, sign_in.prove_identity(ctx, command).id, new_id())


@api.post(
    "/auth/sessions",
    permission=PUBLIC,
    body=schemas.OpenSessionSchema,
    returns=schemas.SessionSchema,
    status=201,
    secret=True,
)
def open_session(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    staff = sign_in.prove_identity(ctx, command)
    opened, secret = sessions.open_session(ctx, staff, address=command.address, user_agent=command.user_agent)
    return {"session": secret, "expires_at": ends_at(opened.started_at), **token_of(ctx, staff.id, opened.id)}


@api.post(
    "/auth/sessions/token",
    permission=PUBLIC,
    body=schemas.SessionSecretSchema,
    returns=schemas.TokenSchema,
    secret=True,
)
def renew_token(ctx: Context, command: SessionSecret) -> dict[str, Any]:
    found = sessions.visit(ctx, command.session)
    return token_of(ctx, found.staff_id, found.id)


@api.post(
    "/auth/sessions/end",
    permission=PUBLIC,
    body=schemas.SessionSecretSchema,
    returns=schemas.EmptySchema,
    secret=True,
)
def end_session(ctx: Context, command: SessionSecret) -> dict[str, Any]:
    sessions.end_session(ctx, command.session)
    return {}
