"""Roles: the delivered ones are there from the start; others are added, changed, disabled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from contracts.auth import RoleChanged
from contracts.permissions import Permission
from services.auth.domain.roles import (
    DELIVERED,
    ROLE,
    Permissions,
    action_of,
    not_scoped_like_this,
    require_compatible,
)
from services.auth.domain.switching import require_scope_all
from services.auth.store.models import Role
from services.auth.store.roles import all_roles_locked, role_locked, role_sets_with, roles_by_code, staff_with_role
from services.auth.usecases import access
from services.auth.usecases.staff import acting

GRANTING = frozenset({"permissions", "active", "second_factor", "passkey_only"})
"""What the holders of a role may, and what they have to do first, follows from these."""


@dataclass(frozen=True, kw_only=True)
class AddRole:
    """A new role. ``permissions``: permission -> scope. ``for_programs``: programs hold it, and no person."""

    code: str
    name_zh: str
    name_en: str
    permissions: Permissions
    second_factor: bool = False
    passkey_only: bool = False
    for_programs: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeRole:
    """New values of some fields."""

    values: dict[str, Any]


def ensure_roles(ctx: Context) -> None:
    """Put the delivered roles there as this version of the system has them."""
    known = all_roles_locked(ctx.session)
    changed: list[Role] = []
    for delivered in DELIVERED:
        role = known.get(delivered.code)
        if role is None:
            role = Role(code=delivered.code, system=True, active=True)
            ctx.session.add(role)
        role.name_zh, role.name_en = delivered.name_zh, delivered.name_en
        role.for_programs = delivered.for_programs
        permissions = {permission.value: scope.value for permission, scope in delivered.permissions.items()}
        if role.permissions != permissions:
            role.permissions = permissions
            changed.append(role)
    ctx.session.flush()
    for role in changed:
        say_changed(ctx, role)
    access.end_access(ctx, {id for role in changed for id in staff_with_role(ctx.session, role.code)})


def add_role(ctx: Context, command: AddRole) -> Role:
    """Add a role that people can be given."""
    _require_right(ctx)
    permissions = _fitting(command.permissions)
    require_compatible([permissions])
    role = Role(
        code=command.code,
        name_zh=command.name_zh,
        name_en=command.name_en,
        permissions=permissions,
        second_factor=command.second_factor or command.passkey_only,
        passkey_only=command.passkey_only,
        for_programs=command.for_programs,
        system=False,
        active=True,
    )
    ctx.session.add(role)
    say_changed(ctx, role)
    return role


def change_role(ctx: Context, id: UUID, command: ChangeRole, version: int | None) -> Role:
    """Change what a role is called or permits, disable it or enable it again. It takes effect at once, for
    whoever holds it. A change that would let somebody hold what does not go together is refused. Of a delivered role
    only which second factor it needs, and which groups give it, can be changed; these count at the next sign-in."""
    _require_right(ctx)
    role = role_locked(ctx.session, id)
    expect_version(role, version)
    for action in {action_of(role, field, value) for field, value in command.values.items()}:
        ROLE.after(action, role, ctx.actor)
    values = _with_factor(command.values)
    if "permissions" in values:
        values["permissions"] = _fitting(values["permissions"])
        _require_compatible_everywhere(ctx, role.code, values["permissions"])
    if "groups" in values:
        values["groups"] = list(dict.fromkeys(name.strip() for name in values["groups"] if name.strip()))
    for field, value in values.items():
        setattr(role, field, value)
    say_changed(ctx, role)
    if GRANTING & values.keys():
        access.end_access(ctx, staff_with_role(ctx.session, role.code))
    return role


def say_changed(ctx: Context, role: Role) -> None:
    """Tell the others what a role permits now."""
    ctx.session.flush()
    ctx.emit(
        RoleChanged(
            role_id=role.id,
            version=role.version,
            code=role.code,
            permissions={name: str(scope) for name, scope in role.permissions.items()},
            active=role.active,
        )
    )


def _require_right(ctx: Context) -> None:
    acting(ctx)
    require_scope_all(ctx.actor, Permission.ROLE_WRITE)


def _with_factor(values: Mapping[str, Any]) -> dict[str, Any]:
    """Who asks for a passkey asks for a second factor; who asks for none asks for no passkey either."""
    if values.get("passkey_only"):
        if values.get("second_factor") is False:
            raise Invalid(passkey_only="invalid")
        return {**values, "second_factor": True}
    return {**values, "passkey_only": False} if values.get("second_factor") is False else dict(values)


def _fitting(permissions: Permissions) -> dict[str, str]:
    if not_scoped_like_this(permissions):
        raise Invalid(permissions="only_with_scope_all")
    return {str(permission): str(scope) for permission, scope in permissions.items()}


def _require_compatible_everywhere(ctx: Context, code: str, permissions: Permissions) -> None:
    require_compatible([permissions])
    for codes in role_sets_with(ctx.session, code):
        others = roles_by_code(ctx.session, (other for other in codes if other != code))
        require_compatible([permissions, *(role.permissions for role in others.values())])
