"""What is disabled and enabled again, and who has a right for everything."""

from __future__ import annotations

from uuid import uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import Forbidden
from contracts.permissions import Permission
from services.auth.domain.switching import ActiveStatus, only_with_scope_all, require_scope_all, status_of

ROLES = Permission.ROLE_WRITE


def actor(**permissions: Scope) -> Actor:
    return Actor(
        id=uuid4(), name="谁", permissions={name.replace("_", ":"): scope for name, scope in permissions.items()}
    )


def test_a_record_is_active_or_disabled() -> None:
    assert (status_of(True), status_of(False)) == (ActiveStatus.ACTIVE, ActiveStatus.DISABLED)


@pytest.mark.parametrize("who", [SYSTEM, actor(role_write=Scope.ALL)])
def test_the_system_may_and_whoever_has_the_permission_for_everything(who: Actor) -> None:
    assert only_with_scope_all(ROLES)(None, who) is None
    require_scope_all(who, ROLES)


@pytest.mark.parametrize(
    "who", [actor(), actor(role_write=Scope.DEPARTMENT), actor(role_write=Scope.OWN), actor(staff_write=Scope.ALL)]
)
def test_nobody_else_may(who: Actor) -> None:
    with pytest.raises(Forbidden) as refused:
        require_scope_all(who, ROLES)
    assert refused.value.detail == {"permission": "role:write", "scope": "all"}
