"""Roles: what people of one duty may do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from chassis.http.fields import AsTyped
from contracts.permissions import Permission
from services.auth.api.me import party
from services.auth.api.schemas import permissions_field
from services.auth.domain.roles import ROLE
from services.auth.store import roles as store
from services.auth.store.models import Role
from services.auth.usecases import roles
from services.auth.usecases.roles import AddRole, ChangeRole

api = Api("roles", description="What people of one duty may do")
READ, WRITE = Permission.ROLE_READ, Permission.ROLE_WRITE
MOST_GROUPS = 50


class RoleSchema(AnswerSchema):
    """A role. ``permissions``: permission -> scope. ``second_factor``: who holds it needs one; ``passkey_only``: and
    only a passkey will do. ``system``: it is delivered, and protected. ``groups``: of the provider; where there are
    any, they alone give the role. ``for_programs``: accounts of programs hold it, and no person's."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    permissions = fields.Dict(keys=fields.String(), values=fields.String())
    second_factor = fields.Boolean()
    passkey_only = fields.Boolean()
    for_programs = fields.Boolean()
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
    for_programs = fields.Boolean()


class ChangeRoleSchema(CommandSchema):
    """New values; fields that are not sent stay as they are."""

    command = ChangeRole
    name_zh = fields.String(validate=length(1, 100))
    name_en = fields.String(validate=length(1, 100))
    permissions = permissions_field(required=False)
    second_factor = fields.Boolean()
    passkey_only = fields.Boolean()
    groups = fields.List(AsTyped(validate=length(1, 200)), validate=length(0, MOST_GROUPS))
    active = fields.Boolean()

    def make_command(self, data: dict[str, Any]) -> ChangeRole:
        return ChangeRole(values=data)


def present(ctx: Context, role: Role) -> Presented:
    """A role, and what the actor may do with it."""
    return Presented(role, {"actions": ROLE.actions(role, ctx.actor)})


@api.get("/roles", permission=READ, query=PageQuerySchema, returns=page_of(RoleSchema))
def list_roles(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The roles, by code, a page at a time."""
    page = store.role_page(ctx.session, query)
    return Page([present(ctx, role) for role in page.items], page.next)


def read_role(ctx: Context, id: UUID) -> Role:
    """A role: what it is called, and what it permits."""
    return store.role_of(ctx.session, id)


def add_role(ctx: Context, command: AddRole) -> Role:
    """Add a role that people can be given."""
    _require_offered(command.passkey_only)
    return roles.add_role(ctx, command)


def change_role(ctx: Context, id: UUID, command: ChangeRole, version: int) -> Role:
    """Change what a role is called or permits, which second factor it asks for or which groups give it; disable it or
    enable it again. It takes effect at once, for whoever holds it."""
    _require_offered(command.values.get("passkey_only"))
    return roles.change_role(ctx, id, command, version)


def _require_offered(passkey_only: bool | None) -> None:
    """Nobody is asked for what browsers cannot do at this address: they could do nothing else any more."""
    if passkey_only:
        party()


resource = api.resource("/roles", returns=RoleSchema, present=present)
resource.read(read_role, permission=READ)
resource.create(add_role, permission=WRITE, body=AddRoleSchema)
resource.change(change_role, permission=WRITE, body=ChangeRoleSchema)
