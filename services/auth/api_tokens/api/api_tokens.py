"""Tokens for programs: the administrator's list, and their exchange for short access tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app
from marshmallow import fields

from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from chassis.http.fields import AsTyped
from contracts.permissions import Permission
from services.auth.api.schemas import LONGEST_SECRET, permissions_field
from services.auth.api_tokens.domain.api_tokens import TOKEN
from services.auth.api_tokens.store import queries as store
from services.auth.api_tokens.usecases import api_tokens
from services.auth.api_tokens.usecases.api_tokens import AddApiToken, ApiTokenSecret
from services.auth.store import queries
from services.auth.store.models import ApiToken

api = Api("api-tokens", description="Tokens for programs")
WRITE = Permission.TOKEN_WRITE


class ApiTokenSchema(AnswerSchema):
    """A token for a program. ``staff_id``: the account it acts as. ``hint``: its last characters."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    staff_id = fields.UUID()
    staff_name = fields.String()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    hint = fields.String()
    created_at = fields.AwareDateTime()
    made_by_name = fields.String()
    expires_at = fields.AwareDateTime()
    revoked_at = fields.AwareDateTime()
    last_used_at = fields.AwareDateTime()
    last_used_from = fields.String()
    status = fields.String()
    actions = fields.List(fields.String())


class NewApiTokenSchema(ApiTokenSchema):
    """A token just made. ``token`` is what the program shows; it can be read here and never again."""

    token = fields.String()


class AddApiTokenSchema(CommandSchema):
    """A new token; it ends within a year."""

    command = AddApiToken
    name = fields.String(required=True, validate=length(1, 100))
    staff_id = fields.UUID(allow_none=True)
    permissions = permissions_field(required=True)
    expires_at = fields.AwareDateTime(required=True)


class ApiTokenSecretSchema(CommandSchema):
    """A token as a program shows it."""

    command = ApiTokenSecret
    token = AsTyped(required=True, validate=length(1, LONGEST_SECRET))


class ExchangedSchema(AnswerSchema):
    """An access token, for ``expires_in`` seconds."""

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer()


class HolderSchema(AnswerSchema):
    """An account that a token can be made for, and what it may."""

    id = fields.UUID()
    name = fields.String()
    username = fields.String()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())


def present_rows(ctx: Context, tokens: Sequence[ApiToken]) -> list[Presented]:
    """Tokens with whose they are and when they were used last."""
    names = queries.staff_names(ctx.session, (id for token in tokens for id in (token.staff_id, token.made_by)))
    uses = store.uses_of(ctx.session, [token.id for token in tokens])
    return [
        Presented(
            token,
            {
                "staff_name": names.get(token.staff_id, ""),
                "made_by_name": names.get(token.made_by, ""),
                "last_used_at": uses[token.id].at if token.id in uses else None,
                "last_used_from": uses[token.id].address if token.id in uses else "",
                "status": api_tokens.status_of(ctx, token),
                "actions": TOKEN.actions(token, ctx.actor, status=api_tokens.status_of(ctx, token)),
            },
        )
        for token in tokens
    ]


def present(ctx: Context, token: ApiToken) -> Presented:
    """One token."""
    return present_rows(ctx, [token])[0]


@api.get("/api-tokens", permission=WRITE, query=PageQuerySchema, returns=page_of(ApiTokenSchema))
def list_tokens(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The tokens for programs, the newest first, a page at a time."""
    page = store.token_page(ctx.session, query)
    return Page(present_rows(ctx, page.items), page.next)


@api.get("/api-tokens/accounts", permission=WRITE, returns=page_of(HolderSchema))
def list_token_holders(ctx: Context) -> Page[Presented]:
    """The accounts that a token can be made for, with what each may."""
    return Page(
        [Presented(account, {"permissions": actor.permissions}) for account, actor in api_tokens.holders(ctx)], None
    )


@api.post(
    "/api-tokens",
    permission=WRITE,
    body=AddApiTokenSchema,
    returns=NewApiTokenSchema,
    status=201,
    shown_once=("token",),
)
def add_token(ctx: Context, command: AddApiToken) -> Presented:
    """Make a token for a program; the token itself is answered this once."""
    token, secret = api_tokens.add_token(ctx, command)
    answer = present(ctx, token)
    answer.extras["token"] = secret
    return answer


tokens = api.resource("/api-tokens", returns=ApiTokenSchema, present=present)
tokens.command("revoke", api_tokens.revoke_token, permission=WRITE)


@api.post("/auth/api-tokens", permission=PUBLIC, body=ApiTokenSecretSchema, returns=ExchangedSchema, secret=True)
def exchange_token(ctx: Context, command: ApiTokenSecret) -> dict[str, Any]:
    """What a program's token opens: a short access token."""
    signer: TokenSigner = current_app.extensions["signer"]
    given = api_tokens.exchange(ctx, command.token)
    return {
        "access_token": signer.sign(given.actor, now=given.at, lifetime=given.lifetime),
        "token_type": "Bearer",
        "expires_in": int(given.lifetime.total_seconds()),
    }
