"""Signing in: access tokens for programs, sessions for the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import current_app, request
from marshmallow import fields

from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import AsTyped, Code
from contracts.auth import SessionKind, SignInMethod
from services.auth.api.me import MeSchema, present, rate_limit, secret_box
from services.auth.api.schemas import LONGEST_CODE, LONGEST_SECRET, EmptySchema
from services.auth.api.second_factors import PageSecondFactorSchema, SecondFactorSchema
from services.auth.domain.sessions import LIFETIMES, TOKEN_LIFETIME, ends_at
from services.auth.oidc.provider import Provider
from services.auth.store.models import OpenSession, Staff
from services.auth.usecases import access, challenges, sessions, sign_in
from services.auth.usecases.sessions import PageSecret, RefreshSecret, SessionSecret
from services.auth.usecases.sign_in import ProveIdentity, ProveSecond

api = Api("auth", description="Access tokens and sessions")


class CredentialsSchema(CommandSchema):
    """User name and password."""

    command = ProveIdentity
    username = fields.String(required=True, validate=length(1, 64))
    password = AsTyped(required=True, validate=length(1, 128))


class ProgramCredentialsSchema(CredentialsSchema):
    """User name and password, and where the account has a second factor, its code: of the authenticator, or a recovery
    code. Without it the answer is 401 ``second_factor_required`` with a challenge."""

    code = Code(validate=length(0, LONGEST_CODE))


class PageCredentialsSchema(CredentialsSchema):
    """User name and password, and the browser of the page's visitor. From where the visitor comes says the edge, never
    whoever asks: what one says of oneself would let one guess for ever, or lock others out."""

    user_agent = AsTyped()


class SessionSecretSchema(CommandSchema):
    """The secret of a session."""

    command = SessionSecret
    session = AsTyped(required=True, validate=length(1, LONGEST_SECRET))


class PageSecretSchema(SessionSecretSchema):
    """The secret of a session of the pages. ``unattended``: a page asks by itself, without anybody doing anything."""

    command = PageSecret
    unattended = fields.Boolean()


class RefreshSecretSchema(CommandSchema):
    """The refresh token of a program: good for one use."""

    command = RefreshSecret
    refresh_token = AsTyped(required=True, validate=length(1, LONGEST_SECRET))


class TokenSchema(AnswerSchema):
    """An access token, for ``expires_in`` seconds."""

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer()
    staff = fields.Nested(MeSchema)


class ProgramTokenSchema(TokenSchema):
    """An access token, and the refresh token that gets the next one: once, and until ``refresh_until``."""

    refresh_token = fields.String()
    refresh_until = fields.AwareDateTime()


class SessionSchema(TokenSchema):
    """A new session: its secret, when it ends at the latest, and a first access token. ``sign_out_address``: where
    somebody who came through a provider can sign out there, too; empty otherwise."""

    session = fields.String()
    expires_at = fields.AwareDateTime()
    sign_out_address = fields.String()


def token_of(ctx: Context, staff_id: UUID, session_id: UUID) -> dict[str, Any]:
    """A signed access token for a person's session, and who that is."""
    signer: TokenSigner = current_app.extensions["signer"]
    granted = access.grant(ctx, staff_id, session_id)
    return {
        "access_token": signer.sign(granted.actor, now=granted.at, lifetime=TOKEN_LIFETIME),
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFETIME.total_seconds()),
        "staff": present(ctx, granted.staff, granted.actor),
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
    ctx: Context,
    staff: Staff,
    user_agent: str,
    *,
    method: SignInMethod = SignInMethod.PASSWORD,
    provider_factor: bool = False,
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
        "expires_at": opened.started_at + LIFETIMES[SessionKind.PAGES].whole,
        "sign_out_address": provider.sign_out_address() if provider and method is SignInMethod.OIDC else "",
        **token_of(ctx, staff.id, opened.id),
    }


@api.post(
    "/auth/tokens",
    permission=PUBLIC,
    body=ProgramCredentialsSchema,
    returns=ProgramTokenSchema,
    secret=True,
)
def open_token(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    """Sign a program in by user name and password, and the second factor's code where there is one."""
    command = replace(command, user_agent=request.user_agent.string)
    return open_program(ctx, sign_in.prove_identity(ctx, command, rate_limit(), secret_box()))


@api.post(
    "/auth/tokens/second-factor",
    permission=PUBLIC,
    body=SecondFactorSchema,
    returns=ProgramTokenSchema,
    secret=True,
)
def open_token_with_second_factor(ctx: Context, command: ProveSecond) -> dict[str, Any]:
    """Sign a program in whose password was right, by the second factor."""
    command = replace(command, user_agent=request.user_agent.string)
    return open_program(ctx, sign_in.prove_second(ctx, command, rate_limit(), secret_box()))


@api.post(
    "/auth/tokens/refresh",
    permission=PUBLIC,
    body=RefreshSecretSchema,
    returns=ProgramTokenSchema,
    secret=True,
)
def refresh_token(ctx: Context, command: RefreshSecret) -> dict[str, Any]:
    """The next access token of a program. A refresh token is good once; used twice it ends the session."""
    found, secret = sessions.refresh(ctx, command.refresh_token, user_agent=request.user_agent.string)
    return program_token_of(ctx, found, secret)


@api.post(
    "/auth/tokens/end",
    permission=PUBLIC,
    body=RefreshSecretSchema,
    returns=EmptySchema,
    secret=True,
)
def end_program(ctx: Context, command: RefreshSecret) -> dict[str, Any]:
    """Sign a program out. A session that has ended already stays so."""
    sessions.end_session(ctx, command.refresh_token)
    return {}


@api.post(
    "/auth/sessions",
    permission=PUBLIC,
    body=PageCredentialsSchema,
    returns=SessionSchema,
    status=201,
    secret=True,
)
def open_session(ctx: Context, command: ProveIdentity) -> dict[str, Any]:
    """Sign in at the pages by user name and password."""
    return open_pages(ctx, sign_in.prove_identity(ctx, command, rate_limit(), secret_box()), command.user_agent)


@api.post(
    "/auth/sessions/second-factor",
    permission=PUBLIC,
    body=PageSecondFactorSchema,
    returns=SessionSchema,
    status=201,
    secret=True,
)
def open_session_with_second_factor(ctx: Context, command: ProveSecond) -> dict[str, Any]:
    """Sign in at the pages by the second factor, when the password was right."""
    person = sign_in.prove_second(ctx, command, rate_limit(), secret_box())
    method = challenges.method_of(ctx, command.challenge)
    return open_pages(ctx, person, command.user_agent, method=method)


@api.post(
    "/auth/sessions/token",
    permission=PUBLIC,
    body=PageSecretSchema,
    returns=TokenSchema,
    secret=True,
)
def renew_token(ctx: Context, command: PageSecret) -> dict[str, Any]:
    """Another access token for a session of the pages. Being asked for one resets its idle time, unless it is
    unattended."""
    found = sessions.use_session(ctx, command.session, unattended=command.unattended)
    return token_of(ctx, found.staff_id, found.id)


@api.post(
    "/auth/sessions/end",
    permission=PUBLIC,
    body=SessionSecretSchema,
    returns=EmptySchema,
    secret=True,
)
def end_session(ctx: Context, command: SessionSecret) -> dict[str, Any]:
    """Sign out at the pages. A session that has ended already stays so."""
    sessions.end_session(ctx, command.session)
    return {}
