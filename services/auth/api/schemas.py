"""What comes into and goes out of the auth service."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import AnswerSchema, CommandSchema, length
from services.auth.usecases.sessions import SessionSecret
from services.auth.usecases.sign_in import ProveIdentity

LONGEST_SECRET = 200


class CredentialsSchema(CommandSchema):
    """User name and password."""

    command = ProveIdentity
    username = fields.String(required=True, validate=length(1, 64))
    password = fields.String(required=True, validate=length(1, 128))


class OpenSessionSchema(CredentialsSchema):
    """User name and password, and from where the page's visitor comes."""

    user_agent = fields.String()
    address = fields.String()


class SessionSecretSchema(CommandSchema):
    """The secret of a session."""

    command = SessionSecret
    session = fields.String(required=True, validate=length(1, LONGEST_SECRET))


class EmptySchema(AnswerSchema):
    """Nothing to say."""


class MeSchema(AnswerSchema):
    """Who is signed in, and what they may. ``permissions``: permission -> scope."""

    id = fields.UUID()
    version = fields.Integer()
    username = fields.String()
    name = fields.String()
    email = fields.String()
    phone = fields.String()
    address = fields.String()
    department_id = fields.UUID()
    department_name = fields.String()
    roles = fields.List(fields.String())
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    must_change_password = fields.Boolean()


class TokenSchema(AnswerSchema):
    """An access token, for ``expires_in`` seconds."""

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer()
    staff = fields.Nested(MeSchema)


class SessionSchema(TokenSchema):
    """A new session: its secret, when it ends at the latest, and a first access token."""

    session = fields.String()
    expires_at = fields.AwareDateTime()
