"""What several resources of the auth service take and answer; the others have their own beside their routes."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from chassis.auth import Scope
from chassis.http import AnswerSchema, CommandSchema, length, page_of
from chassis.http.fields import EmptyEmail, Phone
from contracts.masking import is_mask
from contracts.permissions import Permission
from services.auth.usecases.staff import ChangeStaff

LONGEST_SECRET = 200
LONGEST_CODE = 40


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


def no_mask(value: str) -> None:
    """A text that shows less than it stands for is no value. Raises ValidationError."""
    if is_mask("address", value):
        raise ValidationError("masked_value")


class ContactDataSchema(CommandSchema):
    """What everybody changes of oneself; fields that are not sent stay as they are."""

    command: ClassVar[Any] = ChangeStaff
    email = EmptyEmail(validate=length(0, 254))
    phone = Phone()
    address = fields.String(validate=[length(0, 500), no_mask])

    def make_command(self, data: dict[str, Any]) -> Any:
        return ChangeStaff(values=data)


def permissions_field(*, required: bool) -> fields.Dict:
    """Permission -> scope."""
    keys = fields.Enum(Permission, by_value=True)
    return fields.Dict(keys=keys, values=fields.Enum(Scope, by_value=True), required=required)


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
