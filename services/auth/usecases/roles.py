"""Roles: the delivered ones are there from the start; others are added, changed, disabled."""

from __future__ import annotations

from sqlalchemy import select

from chassis.context import Context
from services.auth.domain.roles import DELIVERED
from services.auth.store.models import Role


def ensure_roles(ctx: Context) -> None:
    """Put the delivered roles there as this version of the system has them."""
    known = {role.code: role for role in ctx.session.scalars(select(Role).with_for_update())}
    for delivered in DELIVERED:
        role = known.get(delivered.code)
        if role is None:
            role = Role(code=delivered.code, system=True, active=True, permissions={})
            ctx.session.add(role)
        role.name_zh, role.name_en = delivered.name_zh, delivered.name_en
        permissions = {str(permission): str(scope) for permission, scope in delivered.permissions.items()}
        if role.permissions != permissions:
            role.permissions = permissions
    ctx.session.flush()
