"""Named reads of departments. Which of them somebody may see is written once: ``departments_seen_by``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, select, text, true
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.permissions import Permission
from services.auth.store.models import Department, Staff


def inside(department_id: UUID | None) -> Any:
    """Ids of a department and all below it, as a subquery."""
    own_path = select(Department.path).where(Department.id == department_id).scalar_subquery()
    return select(Department.id).where(Department.path.startswith(own_path))


def departments_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of every list of departments."""
    match actor.scope(Permission.DEPARTMENT_READ):
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT | Scope.OWN:
            return Department.id.in_(inside(actor.department_id))
    return false()


def department_of(session: Session, actor: Actor, id: UUID) -> Department:
    """The department, if there is one that the actor may see; NotFound otherwise."""
    return one(session, select(Department).where(Department.id == id, departments_seen_by(actor)))


def department_page(session: Session, actor: Actor, page: PageQuery) -> Page[Department]:
    """One page of departments, each after the one it belongs to."""
    rows = select(Department).where(departments_seen_by(actor))
    return fetch_page(session, rows, order=[Department.path], descending=False, after=page.after, limit=page.limit)


def department_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of some departments, in one query."""
    rows = select(Department.id, Department.name).where(Department.id.in_(set(ids)))
    found: Any = session.execute(rows)
    return dict(found.all())


def departments_inside(session: Session, path: str) -> list[Department]:
    """All departments below a path, not the department itself, each after the one it belongs to."""
    rows = select(Department).where(Department.path.startswith(path), Department.path != path)
    return list(session.scalars(rows.order_by(Department.path)))


def staff_counts(session: Session, ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many active people work in each of some departments itself, in one query."""
    rows = select(Staff.department_id, func.count()).where(Staff.active, Staff.department_id.in_(set(ids)))
    found: Any = session.execute(rows.group_by(Staff.department_id))
    return dict(found.all())


def active_staff_inside(session: Session, path: str) -> int:
    """How many active people work in a department and below it."""
    departments = select(Department.id).where(Department.path.startswith(path))
    count = select(func.count()).select_from(Staff).where(Staff.active, Staff.department_id.in_(departments))
    return session.scalar(count) or 0


def active_departments_below(session: Session, path: str) -> int:
    """How many active departments lie below one, itself not counted."""
    below = and_(Department.path.startswith(path), Department.path != path)
    return session.scalar(select(func.count()).select_from(Department).where(below, Department.active)) or 0


def department_locked(session: Session, id: UUID) -> Department:
    """A department, locked for its change; NotFound when there is none."""
    return one(session, select(Department).where(Department.id == id), lock=True)


def department_held(session: Session, id: UUID) -> Department | None:
    """A department as it is at this moment, and stays until the transaction ends."""
    return session.scalar(select(Department).where(Department.id == id).with_for_update(read=True))


def hold_tree(session: Session) -> None:
    """The tree changes by one at a time: two moves at once could make a circle."""
    session.execute(text("LOCK TABLE department IN SHARE ROW EXCLUSIVE MODE"))
