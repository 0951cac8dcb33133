"""What comes into and goes out of the auth service."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields, validate

from chassis.auth import Scope
from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, page_of
from chassis.http.fields import EmptyEmail, Phone
from contracts.permissions import Permission
from services.auth.api.fields import Username
from services.auth.store.queries import ColleagueFilter, StaffFilter
from services.auth.store.visits import SignInFilter
from services.auth.usecases.departments import AddDepartment, ChangeDepartment
from services.auth.usecases.passwords import ChangePassword
from services.auth.usecases.roles import AddRole, ChangeRole
from services.auth.usecases.sessions import EndSessions, RefreshSecret, SessionSecret
from services.auth.usecases.sign_in import ProveIdentity
from services.auth.usecases.staff import AddStaff, ChangeStaff

LONGEST_SECRET = 200
LONGEST_CODE = 40
MOST_COLLEAGUES = 1000
MOST_GROUPS = 50


class CredentialsSchema(CommandSchema):
    """User name and password."""

    command = ProveIdentity
    username = fields.String(required=True, validate=length(1, 64))
    password = fields.String(required=True, validate=length(1, 128))


class ProgramCredentialsSchema(CredentialsSchema):
    """User name and password, and where the account has a second factor, its code: of the authenticator, or a recovery
    code. Without it the answer is 401 ``second_factor_required`` with a challenge."""

    code = fields.String(validate=length(0, LONGEST_CODE))


class PageCredentialsSchema(CredentialsSchema):
    """User name and password, and the browser of the page's visitor. From where the visitor comes says the edge, never
    whoever asks: what one says of oneself would let one guess for ever, or lock others out."""

    user_agent = fields.String()


class SessionSecretSchema(CommandSchema):
    """The secret of a session."""

    command = SessionSecret
    session = fields.String(required=True, validate=length(1, LONGEST_SECRET))


class RefreshSecretSchema(CommandSchema):
    """The refresh token of a program: good for one use."""

    command = RefreshSecret
    refresh_token = fields.String(required=True, validate=length(1, LONGEST_SECRET))


class EndSessionsSchema(CommandSchema):
    """Whether the session at work ends, too."""

    command = EndSessions
    this_too = fields.Boolean()


class EmptySchema(AnswerSchema):
    """Nothing to say."""


class PersonSchema(AnswerSchema):
    """What is shown of a person everywhere. ``roles`` are codes."""

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
    must_change_password = fields.Boolean()


class MeSchema(PersonSchema):
    """Who is signed in, and what they may. ``permissions``: permission -> scope. ``limited``: the code of what has to
    be done before anything else."""

    limited = fields.String()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    actions = fields.List(fields.String())


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


class OpenSessionSchema(AnswerSchema):
    """A sign-in that goes on. ``kind``: pages or program. ``ends_at``: when it ends if nobody uses it. ``current``: the
    one that this answer was asked with."""

    id = fields.UUID()
    kind = fields.String()
    started_at = fields.AwareDateTime()
    seen_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    address = fields.String()
    user_agent = fields.String()
    current = fields.Boolean()
    actions = fields.List(fields.String())


class SessionSchema(TokenSchema):
    """A new session: its secret, when it ends at the latest, and a first access token. ``sign_out_address``: where
    somebody who came through a provider can sign out there, too; empty otherwise."""

    session = fields.String()
    expires_at = fields.AwareDateTime()
    sign_out_address = fields.String()


class ContactDataSchema(CommandSchema):
    """What everybody changes of oneself; fields that are not sent stay as they are."""

    command: ClassVar[Any] = ChangeStaff
    email = EmptyEmail(validate=length(0, 254))
    phone = Phone()
    address = fields.String(validate=length(0, 500))

    def make_command(self, data: dict[str, Any]) -> Any:
        return ChangeStaff(values=data)


class ChangePasswordSchema(CommandSchema):
    """The present password and the new one."""

    command = ChangePassword
    old = fields.String(required=True, validate=length(1, 128))
    new = fields.String(required=True, validate=length(1, 256))


class ChangeStaffSchema(ContactDataSchema):
    """New values; fields that are not sent stay as they are."""

    username = Username(validate=length(1, 64))
    name = fields.String(validate=length(1, 100))
    department_id = fields.UUID()
    roles = fields.List(fields.String())


class AddStaffSchema(ChangeStaffSchema):
    """A new person."""

    command = AddStaff
    username = Username(required=True, validate=length(1, 64))
    name = fields.String(required=True, validate=length(1, 100))
    department_id = fields.UUID(required=True)

    def make_command(self, data: dict[str, Any]) -> AddStaff:
        return AddStaff(**data)


class StaffSchema(PersonSchema):
    """A person, for those who manage staff."""

    active = fields.Boolean()
    second_factor = fields.Boolean()
    last_sign_in_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class NewStaffSchema(StaffSchema):
    """A person just added. ``password`` is the first one, shown this once to those who may set passwords."""

    password = fields.String()


class StaffQuerySchema(PageQuerySchema):
    """What a list of staff is narrowed by."""

    command = StaffFilter
    q = fields.String(validate=length(0, 100))
    department_id = fields.UUID(allow_none=True)
    role = fields.String(validate=length(0, 40))
    active = fields.Boolean(allow_none=True)


class NewPasswordSchema(AnswerSchema):
    """A generated password; it can be read here and never again."""

    password = fields.String()


class ColleagueSchema(AnswerSchema):
    """Somebody to choose."""

    id = fields.UUID()
    name = fields.String()
    department_id = fields.UUID()
    department_name = fields.String()
    roles = fields.List(fields.String())


class ColleagueQuerySchema(PageQuerySchema):
    """Whom to choose from."""

    command = ColleagueFilter
    q = fields.String(validate=length(0, 100))
    role = fields.String(validate=length(0, 40))
    permission = fields.String(validate=one_of(["", *Permission]))
    over_me = fields.Boolean()
    limit = fields.Integer(load_default=200, validate=validate.Range(1, MOST_COLLEAGUES, error="out_of_range"))


class DepartmentSchema(AnswerSchema):
    """A department. ``staff_count``: the active people in it, not those below."""

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    parent_id = fields.UUID()
    path = fields.String()
    active = fields.Boolean()
    staff_count = fields.Integer()
    actions = fields.List(fields.String())


class AddDepartmentSchema(CommandSchema):
    """A new department; without a parent it is a root."""

    command = AddDepartment
    name = fields.String(required=True, validate=length(1, 100))
    parent_id = fields.UUID(allow_none=True)


class ChangeDepartmentSchema(CommandSchema):
    """Another name, another parent, or both."""

    command = ChangeDepartment
    name = fields.String(validate=length(1, 100))
    parent_id = fields.UUID(allow_none=True)

    def make_command(self, data: dict[str, Any]) -> ChangeDepartment:
        return ChangeDepartment(values=data)


def permissions_field(*, required: bool) -> fields.Dict:
    """Permission -> scope."""
    keys = fields.Enum(Permission, by_value=True)
    return fields.Dict(keys=keys, values=fields.Enum(Scope, by_value=True), required=required)


class RoleSchema(AnswerSchema):
    """A role. ``permissions``: permission -> scope. ``second_factor``: who holds it needs one; ``passkey_only``: and
    only a passkey will do. ``system``: it is delivered, and protected. ``groups``: of the provider; where there are
    any, they alone give the role."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    second_factor = fields.Boolean()
    passkey_only = fields.Boolean()
    groups = fields.List(fields.String())
    system = fields.Boolean()
    active = fields.Boolean()
    actions = fields.List(fields.String())


class AddRoleSchema(CommandSchema):
    """A new role."""

    command = AddRole
    code = fields.String(required=True, validate=validate.Regexp("[a-z][a-z0-9_]{1,39}$", error="not_a_role_code"))
    name_zh = fields.String(required=True, validate=length(1, 100))
    name_en = fields.String(required=True, validate=length(1, 100))
    permissions = permissions_field(required=True)
    second_factor = fields.Boolean()
    passkey_only = fields.Boolean()


class ChangeRoleSchema(CommandSchema):
    """New values; fields that are not sent stay as they are."""

    command = ChangeRole
    name_zh = fields.String(validate=length(1, 100))
    name_en = fields.String(validate=length(1, 100))
    permissions = permissions_field(required=False)
    second_factor = fields.Boolean()
    passkey_only = fields.Boolean()
    groups = fields.List(fields.String(validate=length(1, 200)), validate=length(0, MOST_GROUPS))
    active = fields.Boolean()

    def make_command(self, data: dict[str, Any]) -> ChangeRole:
        return ChangeRole(values=data)


class SignInSchema(AnswerSchema):
    """One try to sign in. ``staff_id`` and ``name`` are empty for a user name that nobody has. ``method``: password, or
    oidc (through a provider)."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    staff_id = fields.UUID()
    name = fields.String()
    username = fields.String()
    ok = fields.Boolean()
    reason = fields.String()
    method = fields.String()
    address = fields.String()
    user_agent = fields.String()


SIGN_INS = page_of(SignInSchema)


class SignInQuerySchema(PageQuerySchema):
    """What the log of sign-ins is narrowed by."""

    command = SignInFilter
    username = fields.String(validate=length(0, 64))
    staff_id = fields.UUID(allow_none=True)
    ok = fields.Boolean(allow_none=True)
