"""One's own second factors: the authenticator and the recovery codes; passkeys are in api.passkeys."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import fields

from chassis.context import Context
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import AsTyped, Code
from services.auth.api.me import passkeys_offered, rate_limit, secret_box
from services.auth.api.schemas import LONGEST_CODE, LONGEST_SECRET, EmptySchema
from services.auth.usecases import second_factors
from services.auth.usecases.second_factors import ConfirmPassword, ConfirmTotp, NewTotp, OwnFactors
from services.auth.usecases.sign_in import ProveSecond

api = Api("second-factor", description="What proves beside the password that it is oneself")


class SecondFactorSchema(CommandSchema):
    """The answer to a challenge: a code of the authenticator, or a recovery code."""

    command = ProveSecond
    challenge = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    code = Code(required=True, validate=length(1, LONGEST_CODE))


class PageSecondFactorSchema(SecondFactorSchema):
    """The answer to a challenge, and which browser gave it."""

    user_agent = AsTyped()


class OwnPasskeySchema(AnswerSchema):
    """A passkey. ``synced``: its maker may keep it on several devices; ``backed_up``: it does. ``used_at`` is empty
    before the first sign-in with it."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    created_at = fields.AwareDateTime()
    used_at = fields.AwareDateTime()
    synced = fields.Boolean()
    backed_up = fields.Boolean()
    actions = fields.List(fields.String())


class OwnFactorsSchema(AnswerSchema):
    """What one has. ``required``: a role asks for it; ``passkey_required``: and only a passkey will do.
    ``passkeys_offered``: browsers know them at the address of this house."""

    required = fields.Boolean()
    passkey_required = fields.Boolean()
    totp = fields.Boolean()
    recovery_codes_left = fields.Integer()
    passkeys = fields.List(fields.Nested(OwnPasskeySchema))
    passkeys_offered = fields.Boolean()
    actions = fields.List(fields.String())


class ConfirmPasswordSchema(CommandSchema):
    """The present password."""

    command = ConfirmPassword
    password = AsTyped(required=True, validate=length(1, 128))


class ConfirmTotpSchema(CommandSchema):
    """A code of the authenticator that was just set up."""

    command = ConfirmTotp
    code = Code(required=True, validate=length(1, LONGEST_CODE))


class NewTotpSchema(AnswerSchema):
    """What the authenticator has to know, as text and as the address of its picture (otpauth)."""

    secret = fields.String()
    address = fields.String()


class RecoveryCodesSchema(AnswerSchema):
    """Codes for who has lost the authenticator, or the passkeys, each good once; they can be read here and never
    again. None where those of before are kept."""

    recovery_codes = fields.List(fields.String())


@api.get("/me/second-factor", permission=SIGNED_IN, returns=OwnFactorsSchema, open_to_limited=True)
def read_second_factor(ctx: Context) -> OwnFactors:
    """What one has of second factors, and what a role asks for."""
    return second_factors.own_factors(ctx, passkeys_offered=passkeys_offered())


@api.post(
    "/me/second-factor/totp",
    permission=SIGNED_IN,
    body=ConfirmPasswordSchema,
    returns=NewTotpSchema,
    secret=True,
    open_to_limited=True,
)
def begin_totp(ctx: Context, command: ConfirmPassword) -> NewTotp:
    """A new authenticator for oneself; one that is in use stays so until a code of the new one has come."""
    return second_factors.begin_totp(ctx, command, rate_limit(), secret_box(), user_agent=request.user_agent.string)


@api.post(
    "/me/second-factor/totp/confirm",
    permission=SIGNED_IN,
    body=ConfirmTotpSchema,
    returns=RecoveryCodesSchema,
    secret=True,
    open_to_limited=True,
)
def confirm_totp(ctx: Context, command: ConfirmTotp) -> dict[str, Any]:
    """Use the new authenticator from now on, and end every other session. Answers new recovery codes."""
    return {"recovery_codes": second_factors.confirm_totp(ctx, command, secret_box())}


@api.post(
    "/me/second-factor/totp/end", permission=SIGNED_IN, body=ConfirmPasswordSchema, returns=EmptySchema, secret=True
)
def end_totp(ctx: Context, command: ConfirmPassword) -> dict[str, Any]:
    """Sign in without an authenticator again; not while a role asks for it."""
    second_factors.end_totp(ctx, command, rate_limit(), user_agent=request.user_agent.string)
    return {}


@api.post(
    "/me/second-factor/recovery-codes",
    permission=SIGNED_IN,
    body=ConfirmPasswordSchema,
    returns=RecoveryCodesSchema,
    secret=True,
)
def renew_codes(ctx: Context, command: ConfirmPassword) -> dict[str, Any]:
    """Other recovery codes in the place of those there are."""
    return {
        "recovery_codes": second_factors.renew_codes(ctx, command, rate_limit(), user_agent=request.user_agent.string)
    }
