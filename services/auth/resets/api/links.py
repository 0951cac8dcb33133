"""Links by which a person sets a password: asked for, looked at, used; nobody is signed in for it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import AsTyped
from services.auth.api.me import rate_limit
from services.auth.api.schemas import LONGEST_SECRET, EmptySchema
from services.auth.resets.domain.links import LONGEST_LOGIN
from services.auth.resets.usecases import links
from services.auth.resets.usecases.links import AskForLink, LookAtLink, UseLink
from services.auth.store.models import Staff

api = Api("password-links", description="A lost or first password, through a letter to the own address")


class AskForLinkSchema(CommandSchema):
    """A user name or a mail address."""

    command = AskForLink
    login = fields.String(required=True, validate=length(1, LONGEST_LOGIN))
    user_agent = AsTyped()


class LookAtLinkSchema(CommandSchema):
    """The token of a link."""

    command = LookAtLink
    token = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    user_agent = AsTyped()


class UseLinkSchema(CommandSchema):
    """The token of a link, and the new password."""

    command = UseLink
    token = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    new = AsTyped(required=True, validate=length(1, 256))
    user_agent = AsTyped()


class LinkOwnerSchema(AnswerSchema):
    """Whose password a link sets."""

    username = fields.String()
    name = fields.String()


@api.post("/auth/password-links", permission=PUBLIC, body=AskForLinkSchema, returns=EmptySchema, secret=True)
def ask_for_password_link(ctx: Context, command: AskForLink) -> dict[str, Any]:
    """Ask for a link to set a new password, to the own mail address. The answer is the same whether or not there is
    such an account; no link goes to an address that somebody else has put there."""
    links.ask_for_link(ctx, command)
    return {}


@api.post("/auth/password-links/look", permission=PUBLIC, body=LookAtLinkSchema, returns=LinkOwnerSchema, secret=True)
def look_at_password_link(ctx: Context, command: LookAtLink) -> Staff:
    """Whose password a link sets, while it holds; looking does not use it up."""
    return links.look_at_link(ctx, command, rate_limit())


@api.post("/auth/password-links/use", permission=PUBLIC, body=UseLinkSchema, returns=EmptySchema, secret=True)
def use_password_link(ctx: Context, command: UseLink) -> dict[str, Any]:
    """Set the password. The link is good this once, and every session of the person ends."""
    links.use_link(ctx, command, rate_limit())
    return {}
