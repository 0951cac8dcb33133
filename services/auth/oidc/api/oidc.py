"""Signing in through a provider of OpenID Connect, and whom it knows as whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import current_app
from marshmallow import fields

from chassis.context import Context
from chassis.db import Page
from chassis.errors import Refused
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, Presented, length, page_of
from chassis.http.api import Transaction
from chassis.http.fields import AsTyped
from contracts.auth import SignInMethod
from contracts.permissions import Permission
from services.auth.api.auth import SessionSchema, open_pages
from services.auth.api.me import secret_box
from services.auth.api.schemas import LONGEST_SECRET, EmptySchema
from services.auth.oidc.domain.oidc import OidcNotSetUp, OidcRefused
from services.auth.oidc.provider import Provider
from services.auth.oidc.usecases import oidc
from services.auth.oidc.usecases.oidc import Answered, CompleteSignIn

api = Api("oidc", description="Signing in through a provider")
WRITE = Permission.STAFF_WRITE
LONGEST_FLOW = 1000
LONGEST_CODE = 4000
LONGEST_ADDRESS = 500


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Where the browser goes, and what it keeps until it comes back."""

    address: str
    flow: str = field(repr=False)


class BegunSchema(AnswerSchema):
    """Where the browser goes to sign in, and the sealed ``flow`` that it brings back with the answer."""

    address = fields.String()
    flow = fields.String()


class CompleteSchema(CommandSchema):
    """The sealed flow, and what the provider sent the browser back with."""

    command = CompleteSignIn
    flow = AsTyped(required=True, validate=length(1, LONGEST_FLOW))
    state = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    code = AsTyped(validate=length(0, LONGEST_CODE))
    issuer = fields.String(validate=length(0, LONGEST_ADDRESS))
    error = fields.String(validate=length(0, 100))
    user_agent = AsTyped()


class ProviderLinkSchema(AnswerSchema):
    """As whom a provider knows a person. ``username``: as the provider said it then."""

    id = fields.UUID()
    issuer = fields.String()
    subject = fields.String()
    username = fields.String()
    linked_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


def _provider() -> Provider:
    """The provider; OidcNotSetUp when this house has none."""
    provider: Provider | None = current_app.extensions["provider"]
    if provider is None:
        raise OidcNotSetUp()
    return provider


def _begin(_transaction: Transaction, _command: None) -> Begun:
    flow, sealed = oidc.begin(current_app.extensions["deployment"].clock(), secret_box())
    return Begun(address=_provider().address_for(flow), flow=sealed)


def _ask(transaction: Transaction, command: CompleteSignIn) -> Answered:
    """What the provider says. A refusal is passed on, to be written down; nothing is locked while it is asked."""
    provider = _provider()
    with transaction() as ctx:
        flow = oidc.spend_flow(ctx, command, secret_box())
    try:
        if command.error or not command.code:
            raise OidcRefused(reason="denied", error=command.error[:40])
        identity = provider.identify(flow, code=command.code, issuer=command.issuer)
    except Refused as refusal:
        return Answered(identity=None, refusal=refusal, user_agent=command.user_agent)
    return Answered(identity=identity, refusal=None, user_agent=command.user_agent)


@api.post("/auth/oidc/begin", permission=PUBLIC, returns=BegunSchema, secret=True, before=_begin)
def begin_with_provider(_ctx: Context, command: Begun) -> Begun:
    """Begin a sign-in through the provider: where the browser goes, and what it brings back."""
    return command


@api.post(
    "/auth/oidc/complete",
    permission=PUBLIC,
    body=CompleteSchema,
    returns=SessionSchema,
    status=201,
    secret=True,
    before=_ask,
)
def complete_with_provider(ctx: Context, command: Answered) -> dict[str, Any]:
    """Bring a sign-in through the provider to its end: the person is whom the provider says."""
    person = oidc.prove_by_provider(ctx, command)
    strong = command.identity is not None and command.identity.strong
    return open_pages(ctx, person, command.user_agent, method=SignInMethod.OIDC, provider_factor=strong)


@api.get("/staff/<uuid:id>/provider-links", permission=WRITE, returns=page_of(ProviderLinkSchema))
def list_links(ctx: Context, id: UUID) -> Page[Presented]:
    """As whom providers know somebody else."""
    return Page([Presented(link, {"actions": ["end"]}) for link in oidc.links_of(ctx, id)], None)


@api.post("/staff/<uuid:id>/provider-links/<uuid:link_id>/end", permission=WRITE, returns=EmptySchema)
def end_link(ctx: Context, id: UUID, link_id: UUID) -> dict[str, Any]:
    """Take the link of somebody else to a provider away, and end what they have open."""
    oidc.end_link(ctx, id, link_id)
    return {}
