"""Passkeys: one's own, and signing in with them at the pages. Programs have none: they use tokens of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import ValidationError, fields

from chassis.context import Context
from chassis.http import PUBLIC, SIGNED_IN, AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import AsTyped
from contracts.auth import SignInMethod
from services.auth.api.auth import SessionSchema, open_pages
from services.auth.api.me import party, rate_limit
from services.auth.api.schemas import LONGEST_SECRET, EmptySchema
from services.auth.api.second_factors import ConfirmPasswordSchema, RecoveryCodesSchema
from services.auth.domain.passkeys import is_base64url
from services.auth.usecases import challenges, passkey_sign_in, passkeys
from services.auth.usecases.passkey_sign_in import AskPasskey, BeginPasskey, ProvePasskey
from services.auth.usecases.passkeys import AddPasskey, Asked, RenamePasskey
from services.auth.usecases.second_factors import ConfirmPassword

api = Api("passkeys", description="Passkeys (WebAuthn)")
LONGEST_NAME = 60
LONGEST_ID = 1400  # 1023 bytes, the most that WebAuthn allows
LONGEST_DATA = 12_000
MOST_TRANSPORTS = 10


class Base64Url(AsTyped):
    """Bytes as base64url, without padding, as browsers write them; '' where there may be none."""

    def __init__(self, longest: int, *, required: bool = True) -> None:
        super().__init__(required=required, validate=length(1 if required else 0, longest))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if text and not is_base64url(text):
            raise ValidationError("not_base64url")
        return text


class AskedSchema(AnswerSchema):
    """What a browser is asked: ``options`` go to its ``navigator.credentials`` (bytes in them are base64url), the
    ``challenge`` comes back with the answer within ``expires_in`` seconds."""

    challenge = fields.String()
    expires_in = fields.Integer()
    options = fields.Dict(keys=fields.String())


class AddPasskeySchema(CommandSchema):
    """What a browser has made, and what its owner calls it: ``id``, ``response.clientDataJSON`` and
    ``response.attestationObject`` of the credential as base64url, and its transports."""

    command = AddPasskey
    challenge = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    name = fields.String(required=True, validate=length(1, LONGEST_NAME))
    credential_id = Base64Url(LONGEST_ID)
    client_data = Base64Url(LONGEST_DATA)
    attestation = Base64Url(LONGEST_DATA)
    transports = fields.List(fields.String(validate=length(1, 40)), validate=length(0, MOST_TRANSPORTS))


class RenamePasskeySchema(CommandSchema):
    """Another name."""

    command = RenamePasskey
    name = fields.String(required=True, validate=length(1, LONGEST_NAME))


class BeginPasskeySchema(CommandSchema):
    """The browser of the page's visitor."""

    command = BeginPasskey
    user_agent = AsTyped()


class AskPasskeySchema(CommandSchema):
    """The challenge of a sign-in whose password was right."""

    command = AskPasskey
    challenge = AsTyped(required=True, validate=length(1, LONGEST_SECRET))


class ProvePasskeySchema(CommandSchema):
    """What a passkey has signed: ``id``, ``response.clientDataJSON``, ``response.authenticatorData``,
    ``response.signature`` and ``response.userHandle`` of the credential as base64url; and the visitor's browser."""

    command = ProvePasskey
    challenge = AsTyped(required=True, validate=length(1, LONGEST_SECRET))
    credential_id = Base64Url(LONGEST_ID)
    client_data = Base64Url(LONGEST_DATA)
    authenticator_data = Base64Url(LONGEST_DATA)
    signature = Base64Url(LONGEST_DATA)
    user_handle = Base64Url(LONGEST_ID, required=False)
    user_agent = AsTyped()


@api.post(
    "/me/second-factor/passkeys",
    permission=SIGNED_IN,
    body=ConfirmPasswordSchema,
    returns=AskedSchema,
    secret=True,
    open_to_limited=True,
)
def begin_passkey(ctx: Context, command: ConfirmPassword) -> Asked:
    """What the browser is asked to make a passkey with, confirmed by the password."""
    return passkeys.begin_passkey(ctx, command.password, rate_limit(), party(), user_agent=request.user_agent.string)


@api.post(
    "/me/second-factor/passkeys/confirm",
    permission=SIGNED_IN,
    body=AddPasskeySchema,
    returns=RecoveryCodesSchema,
    secret=True,
    open_to_limited=True,
)
def add_passkey(ctx: Context, command: AddPasskey) -> dict[str, Any]:
    """Keep a passkey that the browser has made, and end every other session. Answers codes if there are none."""
    return {"recovery_codes": passkeys.add_passkey(ctx, command, party())}


@api.patch(
    "/me/second-factor/passkeys/<uuid:id>",
    permission=SIGNED_IN,
    body=RenamePasskeySchema,
    returns=EmptySchema,
    versioned=True,
)
def rename_passkey(ctx: Context, id: UUID, command: RenamePasskey, version: int) -> dict[str, Any]:
    """Call a passkey of one's own something else."""
    passkeys.rename_passkey(ctx, id, command, version)
    return {}


@api.post(
    "/me/second-factor/passkeys/<uuid:id>/end",
    permission=SIGNED_IN,
    body=ConfirmPasswordSchema,
    returns=EmptySchema,
    secret=True,
)
def end_passkey(ctx: Context, id: UUID, command: ConfirmPassword) -> dict[str, Any]:
    """Take a passkey of one's own away, confirmed by the password; not the last of what a role asks for."""
    passkeys.end_passkey(ctx, id, command.password, rate_limit(), user_agent=request.user_agent.string)
    return {}


@api.post("/auth/sessions/passkey/begin", permission=PUBLIC, body=BeginPasskeySchema, returns=AskedSchema, secret=True)
def begin_session_with_passkey(ctx: Context, command: BeginPasskey) -> Asked:
    """What the browser of somebody unknown is asked, who wants to sign in with a passkey alone."""
    return passkey_sign_in.ask_alone(ctx, command, rate_limit(), party())


@api.post(
    "/auth/sessions/passkey",
    permission=PUBLIC,
    body=ProvePasskeySchema,
    returns=SessionSchema,
    status=201,
    secret=True,
)
def open_session_with_passkey(ctx: Context, command: ProvePasskey) -> dict[str, Any]:
    """Sign in at the pages with a passkey alone, which has to know who uses it."""
    person = passkey_sign_in.prove_alone(ctx, command, rate_limit(), party())
    return open_pages(ctx, person, command.user_agent, method=SignInMethod.PASSKEY)


@api.post(
    "/auth/sessions/second-factor/passkey/begin",
    permission=PUBLIC,
    body=AskPasskeySchema,
    returns=AskedSchema,
    secret=True,
)
def ask_second_passkey(ctx: Context, command: AskPasskey) -> Asked:
    """What the browser is asked of somebody whose password was right."""
    return passkey_sign_in.ask_second(ctx, command, party())


@api.post(
    "/auth/sessions/second-factor/passkey",
    permission=PUBLIC,
    body=ProvePasskeySchema,
    returns=SessionSchema,
    status=201,
    secret=True,
)
def open_session_with_second_passkey(ctx: Context, command: ProvePasskey) -> dict[str, Any]:
    """Sign in at the pages by a passkey, when the password was right."""
    person = passkey_sign_in.prove_second(ctx, command, rate_limit(), party())
    return open_pages(ctx, person, command.user_agent, method=challenges.method_of(ctx, command.challenge))
