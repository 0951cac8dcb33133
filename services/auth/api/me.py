"""Oneself: who one is, one's own contact data and password."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, request
from marshmallow import fields

from chassis.auth import Actor
from chassis.auth.relying_party import RelyingParty
from chassis.auth.sealing import SecretBox
from chassis.context import Context
from chassis.errors import PasswordChangeRequired
from chassis.http import SIGNED_IN, Api, CommandSchema, Presented, length
from chassis.http.fields import AsTyped
from services.auth.api.schemas import ContactDataSchema, EmptySchema, PersonSchema
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import PasskeysNotOffered
from services.auth.domain.staffing import own_actions
from services.auth.resets.domain.addresses import may_confirm
from services.auth.settings import Settings
from services.auth.store.departments import department_names
from services.auth.store.models import Staff
from services.auth.usecases import access, passwords, staff
from services.auth.usecases.passwords import ChangePassword
from services.auth.usecases.staff import ChangeStaff

api = Api("me", description="The person who is signed in")


class MeSchema(PersonSchema):
    """Who is signed in, and what they may. ``permissions``: permission -> scope. ``limited``: the code of what has to
    be done before anything else. ``email_confirmed``: the person stands for the mail address."""

    limited = fields.String()
    email_confirmed = fields.Boolean()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    actions = fields.List(fields.String())


class ChangePasswordSchema(CommandSchema):
    """The present password and the new one."""

    command = ChangePassword
    old = AsTyped(required=True, validate=length(1, 128))
    new = AsTyped(required=True, validate=length(1, 256))


def present(ctx: Context, person: Staff, actor: Actor) -> Presented:
    """A person as they see themselves."""
    names = department_names(ctx.session, [person.department_id])
    unconfirmed = may_confirm(person.email, person.email_source)
    return Presented(
        person,
        {
            "department_name": names.get(person.department_id, ""),
            "permissions": actor.permissions,
            "limited": actor.limited,
            "email_confirmed": not unconfirmed,
            "must_change_password": actor.limited == PasswordChangeRequired.code,
            "actions": own_actions(actor, person=access.is_person(ctx), unconfirmed=unconfirmed),
        },
    )


def rate_limit() -> RateLimit:
    """How many wrong passwords this house bears."""
    settings: Settings = current_app.extensions["settings"]
    return RateLimit(of_account=settings.sign_in_failures_of_account, of_address=settings.sign_in_failures_of_address)


def secret_box() -> SecretBox:
    """What seals the secrets of second factors."""
    box: SecretBox = current_app.extensions["secret_box"]
    return box


def passkeys_offered() -> bool:
    """Whether browsers know passkeys at the address of this house."""
    return current_app.extensions["relying_party"] is not None


def party() -> RelyingParty:
    """For which address passkeys are made; PasskeysNotOffered where there are none."""
    found: RelyingParty | None = current_app.extensions["relying_party"]
    if found is None:
        raise PasskeysNotOffered()
    return found


@api.get("/me", permission=SIGNED_IN, returns=MeSchema, open_to_limited=True, open_to_tokens=True)
def read_me(ctx: Context) -> Presented:
    """Who is signed in, and what they may."""
    person = staff.acting(ctx)
    return present(ctx, person, replace(access.actor_of(ctx, person), limited=ctx.actor.limited))


@api.get("/me/access", permission=SIGNED_IN, returns=EmptySchema, open_to_limited=True, open_to_tokens=True)
def confirm_access(_ctx: Context) -> dict[str, Any]:
    """Whether the token still holds, at the least cost: 401 when it does not."""
    return {}


@api.patch("/me", permission=SIGNED_IN, body=ContactDataSchema, returns=MeSchema)
def change_me(ctx: Context, command: ChangeStaff) -> Presented:
    """Change one's own contact data."""
    person = staff.change_me(ctx, command)
    return present(ctx, person, access.actor_of(ctx, person))


@api.post("/me/confirm-address", permission=SIGNED_IN, returns=MeSchema)
def confirm_address(ctx: Context) -> Presented:
    """Say of the mail address that somebody else has put there that it is one's own."""
    person = staff.confirm_address(ctx)
    return present(ctx, person, access.actor_of(ctx, person))


@api.post(
    "/me/password",
    permission=SIGNED_IN,
    body=ChangePasswordSchema,
    returns=EmptySchema,
    secret=True,
    open_to_limited=True,
)
def change_password(ctx: Context, command: ChangePassword) -> dict[str, Any]:
    """Change one's own password. Every session of oneself ends but the one at work."""
    passwords.change_password(ctx, command, rate_limit(), user_agent=request.user_agent.string)
    return {}
