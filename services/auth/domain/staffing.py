"""Who may change what of whom. ``scope`` is how far the permission to change staff reaches."""

from __future__ import annotations

from collections.abc import Collection

from chassis.auth import Scope
from chassis.errors import Forbidden
from contracts.permissions import Permission
from services.auth.domain.errors import OwnAccount

CONTACT = frozenset({"email", "phone", "address"})
"""What everybody changes of oneself, and a department's manager of the department's ordinary staff."""


def require_may_change(scope: Scope | None, changed: Collection[str], *, oneself: bool, ordinary: bool) -> None:
    """Refuse a change of these fields: of oneself only contact data; of others everything with scope ``all``, contact
    data of ordinary staff with a narrower one."""
    beyond_contact = set(changed) - CONTACT
    if oneself:
        if beyond_contact:
            raise OwnAccount(fields=sorted(beyond_contact))
    elif scope is not Scope.ALL and (beyond_contact or not ordinary):
        raise _only_with_all()


def require_may_switch(scope: Scope | None, *, oneself: bool, ordinary: bool) -> None:
    """Refuse to disable or enable oneself, or without scope ``all`` anybody but ordinary staff."""
    if oneself:
        raise OwnAccount()
    if scope is not Scope.ALL and not ordinary:
        raise _only_with_all()


def require_may_add(scope: Scope | None, *, inside: bool, ordinary: bool) -> None:
    """Without scope ``all`` one adds only ordinary staff, and only to one's own department or below it."""
    if scope is not Scope.ALL and not (inside and ordinary and scope is Scope.DEPARTMENT):
        raise _only_with_all()


def require_all(scope: Scope | None) -> None:
    """Refuse what only those who manage all staff may do."""
    if scope is not Scope.ALL:
        raise _only_with_all()


def _only_with_all() -> Forbidden:
    return Forbidden(permission=Permission.STAFF_WRITE.value, scope=Scope.ALL.value)
