"""What is disabled and enabled again, never deleted: staff, departments, roles."""

from __future__ import annotations

from enum import StrEnum

from chassis.auth import Actor, Scope
from chassis.errors import Forbidden
from chassis.workflow import Check
from contracts.permissions import Permission


class ActiveStatus(StrEnum):
    """Whether a record is in use."""

    ACTIVE = "active"
    DISABLED = "disabled"


ANY = frozenset(ActiveStatus)


def status_of(active: bool) -> ActiveStatus:
    """The status of a record that is active or not."""
    return ActiveStatus.ACTIVE if active else ActiveStatus.DISABLED


def only_with_scope_all(permission: Permission) -> Check:
    """Nobody but who has a permission for everything; the system may, too (a house is set up by nobody)."""

    def check(_: object, actor: Actor) -> Forbidden | None:
        if actor.id is None or actor.scope(permission) is Scope.ALL:
            return None
        return Forbidden(permission=permission.value, scope=Scope.ALL.value)

    return check


def require_scope_all(actor: Actor, permission: Permission) -> None:
    """Raises Forbidden for whoever has a permission for less than everything."""
    if refusal := only_with_scope_all(permission)(None, actor):
        raise refusal
