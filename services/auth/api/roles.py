"""Roles: what people of one duty may do."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.auth.api import schemas
from services.auth.api.me import party
from services.auth.domain.roles import ROLE
from services.auth.store import queries
from services.auth.store.models import Role
from services.auth.usecases import roles
from services.auth.usecases.roles import AddRole, ChangeRole

api = Api("roles", description="What people of one duty may do")
READ, WRITE = Permission.ROLE_READ, Permission.ROLE_WRITE


def shown(ctx: Context, role: Role) -> Shown:
    """A role, and what the actor may do with it."""
    return Shown(role, {"actions": ROLE.actions(role, ctx.actor)})


@api.get("/roles", permission=READ, query=PageQuerySchema, returns=page_of(schemas.RoleSchema))
def list_roles(ctx: Context, query: PageQuery) -> Page[Shown]:
    """The roles, by code, a page at a time."""
    page = queries.role_page(ctx.session, query)
    return Page([shown(ctx, role) for role in page.items], page.next)


@api.get("/roles/<uuid:id>", permission=READ, returns=schemas.RoleSchema)
def read_role(ctx: Context, id: UUID) -> Shown:
    """A role."""
    return shown(ctx, queries.role_of(ctx.session, id))


@api.post("/roles", permission=WRITE, body=schemas.AddRoleSchema, returns=schemas.RoleSchema, status=201)
def add_role(ctx: Context, command: AddRole) -> Shown:
    """Add a role that people can be given."""
    _require_offered(command.passkey_only)
    return shown(ctx, roles.add_role(ctx, command))


@api.patch(
    "/roles/<uuid:id>", permission=WRITE, body=schemas.ChangeRoleSchema, returns=schemas.RoleSchema, versioned=True
)
def change_role(ctx: Context, id: UUID, command: ChangeRole, version: int) -> Shown:
    """Change what a role is called or permits, which second factor it asks for or which groups give it; disable it or
    enable it again. It takes effect at once, for whoever holds it."""
    _require_offered(command.values.get("passkey_only"))
    return shown(ctx, roles.change_role(ctx, id, command, version))


def _require_offered(passkey_only: bool | None) -> None:
    """Nobody is asked for what browsers cannot do at this address: they could do nothing else any more."""
    if passkey_only:
        party()
