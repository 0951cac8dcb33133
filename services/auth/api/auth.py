"""Signing in: access tokens for programs, sessions for the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import current_app, request

from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.http import PUBLIC, Api
from services.auth.api import schemas
from services.auth.api.me import limits, secret_box, shown
from services.auth.api.second_factors import PageSecondFactorSchema, SecondFactorSchema
from services.auth.domain import oidc
from services.auth.domain.sessions import LIMITS, TOKEN_LIFETIME, USUAL_METHOD, SessionKind, ends_at
from services.auth.provider import Provider
from services.auth.store.models import OpenSession, Staff
from services.auth.usecases import access, challenges, sessions, sign_in
from services.auth.usecases.sessions import RefreshSecret, SessionSecret
from services.auth.usecases.sign_in import ProveIdentity, ProveSecond

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


def program_token_of(ctx: Context, found: OpenSession, secret: str) -> dict[str, Any]:
    """A signed access token for a program's session, and the secret that gets the next one."""
    until = ends_at(found.kind, started_at=found.started_at, seen_at=found.seen_at)
    return {"refresh_token": secret, "refresh_until": until, **token_of(ctx, found.staff_id, found.id)}


def open_program(ctx: Context, staff: Staff) -> dict[str, Any]:
    """A program's new session and its first token."""
    opened, secret = sessions.open_session(
        ctx, staff, SessionKind.PROGRAM, address=ctx.origin, user_agent=request.user_agent.string
    )
    return program_token_of(ctx, opened, secret)


def open_pages(
    ctx: Context, staff: Staff, user_agent: str, *, method: str = USUAL_METHOD, provider_factor: bool = False
) -> dict[str, Any]:
    """A new session of the pages and its first token."""
    opened, secret = sessions.open_session(
        ctx,
        staff,
        SessionKind.PAGES,
        address=ctx.origin,
        user_agent=user_agent,
        method=method,
        provider_factor=provider_factor,
    )
    provider: Provider | None = current_app.extensions["provider"]
    return {
        "session": secret,
        "expires_at": opened.started_at + LIMITS[SessionKind.PAGES].whole,
        "sign_out_address": provider.sign_out_address() if provider and method == oidc.METHOD else "",
        **token_of(ctx, staff.id, opened.id),
    }


@api.post(
    "/auth/tokens",
    permission=PUBLIC,
    body=schemas.ProgramCredentialsSchema,
    returns=schemas.ProgramTokenSchema,
    secret=True,
)
def open_token(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    command = replace(command, user_agent=request.user_agent.string)
    return open_program(ctx, sign_in.prove_identity(ctx, command, limits(), secret_box()))


@api.post(
    "/auth/tokens/second-factor",
    permission=PUBLIC,
    body=SecondFactorSchema,
    returns=schemas.ProgramTokenSchema,
    secret=True,
)
def open_token_with_second_factor(ctx: Context, command: ProveSecond) -> dict[str, Any]:
    command = replace(command, user_agent=request.user_agent.string)
    return open_program(ctx, sign_in.prove_second(ctx, command, limits(), secret_box()))


@api.post(
    "/auth/tokens/refresh",
    permission=PUBLIC,
    body=schemas.RefreshSecretSchema,
    returns=schemas.ProgramTokenSchema,
    secret=True,
)
def refresh_token(ctx: Context, command: RefreshSecret) -> dict[str, Any]:
    found, secret = sessions.refresh(ctx, command.refresh_token, user_agent=request.user_agent.string)
    return program_token_of(ctx, found, secret)


@api.post(
    "/auth/tokens/end",
    permission=PUBLIC,
    body=schemas.RefreshSecretSchema,
    returns=schemas.EmptySchema,
    secret=True,
)
def end_program(ctx: Context, command: RefreshSecret) -> dict[str, Any]:
    sessions.end_session(ctx, command.refresh_token)
    return {}


@api.post(
    "/auth/sessions",
    permission=PUBLIC,
    body=schemas.PageCredentialsSchema,
    returns=schemas.SessionSchema,
    status=201,
    secret=True,
)
def open_session(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    return open_pages(ctx, sign_in.prove_identity(ctx, command, limits(), secret_box()), command.user_agent)


@api.post(
    "/auth/sessions/second-factor",
    permission=PUBLIC,
    body=PageSecondFactorSchema,
    returns=schemas.SessionSchema,
    status=201,
    secret=True,
)
def open_session_with_second_factor(ctx: Context, command: ProveSecond) -> dict[str, Any]:
    person = sign_in.prove_second(ctx, command, limits(), secret_box())
    method = challenges.method_of(ctx, command.challenge)
    return open_pages(ctx, person, command.user_agent, method=method)


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
