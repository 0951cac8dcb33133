"""Who is told: who may do something to somebody's record, who is disabled, and in which departments they work."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from chassis.auth import Scope
from chassis.auth.directory import Department, Staff
from services.activity.store.roles import KnownRole


def who_may(session: Session, permission: str, owner_id: UUID | None) -> list[UUID]:
    """Ids of the active people who may do something to a record of ``owner_id``; None: to anybody's, which takes scope
    ``all``. What several roles permit together reaches as far as the widest of them."""
    scope = KnownRole.permissions[permission].astext
    owner = aliased(Staff)
    path_of_owner = select(Department.path).join(owner, owner.unit_id == Department.id).where(owner.id == owner_id)
    reaches = [scope == Scope.ALL]
    if owner_id is not None:
        below = path_of_owner.scalar_subquery().startswith(Department.path)
        reaches += [
            and_(scope.in_([Scope.OWN, Scope.DEPARTMENT]), Staff.id == owner_id),
            and_(scope == Scope.DEPARTMENT, below),
        ]
    rows = (
        select(Staff.id)
        .join(Department, Department.id == Staff.unit_id)
        .join(KnownRole, Staff.roles.contains(func.jsonb_build_array(KnownRole.code)))
        .where(Staff.active, KnownRole.active, or_(*reaches))
        .distinct()
    )
    return list(session.scalars(rows))


def disabled_among(session: Session, ids: set[UUID]) -> set[UUID]:
    """Who of some people is disabled. Of whom nothing was heard yet it is not known, and they are told."""
    return set(session.scalars(select(Staff.id).where(Staff.id.in_(ids), ~Staff.active)))


def paths_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Where some people work: the path of each one's department."""
    rows = select(Staff.id, Department.path).join(Department, Department.id == Staff.unit_id).where(Staff.id.in_(ids))
    return {row.id: row.path for row in session.execute(rows)}
