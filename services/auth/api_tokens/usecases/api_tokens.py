"""Tokens for programs: made, revoked, exchanged for a short access token at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from chassis.auth import Actor
from chassis.context import Context
from chassis.db import expect_version
from contracts.auth import AccountRequestKind, TokenStatus
from services.auth.api_tokens.domain import api_tokens as rules
from services.auth.api_tokens.store import queries as store
from services.auth.domain.errors import ApiTokenEnded, NotAProgram
from services.auth.domain.roles import Permissions
from services.auth.domain.sessions import TOKEN_LIFETIME, new_secret, secret_hash
from services.auth.resets.usecases.requests import ask
from services.auth.store import queries
from services.auth.store.models import ApiToken, Staff
from services.auth.usecases import access
from services.auth.usecases.staff import acting

NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class AddApiToken:
    """A new token for a program. ``staff_id``: the account that it acts as; oneself when it is not named."""

    name: str
    permissions: Permissions
    expires_at: datetime
    staff_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ApiTokenSecret:
    """A token as a program shows it."""

    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What a short access token for a program says, from when, and for how long."""

    actor: Actor
    at: datetime
    lifetime: timedelta


def add_token(ctx: Context, command: AddApiToken) -> tuple[ApiToken, str]:
    """Make a token, and its secret: it is nowhere else than in this answer. One for a program that reaches customers
    opens nothing before a second person has confirmed it. Raises NotAProgram, NobodyToConfirm."""
    acting(ctx)
    account = queries.staff_held(ctx.session, command.staff_id or ctx.actor.id)
    if account is None or not account.active:
        raise NotAProgram()
    oneself = account.id == ctx.actor.id
    entered = store.was_entered(ctx.session, account.id)
    rules.require_program(program=account.program, oneself=oneself, entered=entered)
    rules.require_within(command.permissions, access.actor_of(ctx, account, hold=True).permissions)
    rules.require_ending(command.expires_at, ctx.now)
    secret = rules.PREFIX + new_secret()
    token = ApiToken(
        name=command.name,
        staff_id=account.id,
        permissions={str(name): str(scope) for name, scope in command.permissions.items()},
        secret_hash=secret_hash(secret),
        hint=secret[-rules.HINT :],
        expires_at=command.expires_at,
        made_by=ctx.actor.id,
        for_two=rules.needs_second(command.permissions, oneself=oneself),
    )
    ctx.session.add(token)
    ctx.session.flush()
    if token.for_two:
        ask(ctx, account, AccountRequestKind.TOKEN, token.id)
    return token, secret


def revoke_token(ctx: Context, id: UUID, version: int | None) -> ApiToken:
    """Take a token away: it ends everywhere at once, and is never good again."""
    acting(ctx)
    token = store.token_locked(ctx.session, id)
    expect_version(token, version)
    rules.TOKEN.after("revoke", token, ctx.actor, status=status_of(ctx, token))
    token.revoked_at = ctx.now
    access.end_access_of_sessions(ctx, token.staff_id, [token.id])
    ctx.session.flush()
    return token


def status_of(ctx: Context, token: ApiToken) -> TokenStatus:
    """The status of a token now."""
    return rules.status_of(
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        now=ctx.now,
        unconfirmed=token.for_two and token.confirmed_at is None,
    )


def exchange(ctx: Context, secret: str) -> Exchange:
    """What a token may now. Raises ApiTokenEnded when it is unknown, revoked, over, not confirmed yet, its account is
    disabled, or a person's."""
    hashed = secret_hash(secret)
    whose = store.owner_of_token(ctx.session, hashed)
    account = queries.staff_held(ctx.session, whose) if whose else None
    token = store.token_held(ctx.session, hashed)
    if token is None or account is None or not account.active:
        raise ApiTokenEnded()
    if status_of(ctx, token) is not TokenStatus.ACTIVE:
        raise ApiTokenEnded()
    if token.made_by != account.id and (not account.program or store.was_entered(ctx.session, account.id)):
        raise ApiTokenEnded()  # it was a program's; now it is a person's, and nobody else holds a key to it
    actor = access.actor_of(ctx, account, hold=True)
    store.note_use(ctx.session, token.id, ctx.now, ctx.origin[:100], ctx.now - NOTED_EVERY)
    at = queries.clock(ctx.session)
    actor = replace(
        actor,
        name=f"{account.name} ({token.name})",
        permissions=rules.remaining(token.permissions, actor.permissions),
        session_id=token.id,
        narrow=True,
    )
    return Exchange(actor=actor, at=at, lifetime=min(TOKEN_LIFETIME, token.expires_at - ctx.now))


def holders(ctx: Context) -> Sequence[tuple[Staff, Actor]]:
    """The accounts that a token can be made for, with what each may."""
    accounts = store.program_accounts(ctx.session, ctx.actor.id)
    return [(account, access.actor_of(ctx, account)) for account in accounts]
