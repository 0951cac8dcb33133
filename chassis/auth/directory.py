"""The local copy of who works where: what a permission of scope ``own`` or ``department`` means in rows.

Every service hears of the organisation's departments and staff and keeps them here; ``visible_to`` is the one place
where a scope becomes a WHERE.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Select, false, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.auth.actor import Actor, Scope
from chassis.db.base import ChassisBase
from chassis.db.records import keep_newest

if TYPE_CHECKING:
    from chassis.context import Context


class Department(ChassisBase):
    """A department of the organisation. ``path`` is the ids from the root to itself, each followed by a slash."""

    __tablename__ = "directory_unit"
    __table_args__ = (Index("ix_directory_unit_path", "path", postgresql_ops={"path": "text_pattern_ops"}),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    path: Mapped[str]
    active: Mapped[bool]


class Staff(ChassisBase):
    """Somebody who works here."""

    __tablename__ = "directory_person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    email: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(index=True)
    roles: Mapped[list[str]]
    active: Mapped[bool]
    since: Mapped[datetime]


def record_department(session: Session, **department: Any) -> None:
    """Keep the newest version of a department; an older one changes nothing."""
    keep_newest(session, Department, [department])


def record_staff(session: Session, **one: Any) -> None:
    """Keep the newest version of one of the staff; an older one changes nothing."""
    keep_newest(session, Staff, [one])


class DepartmentNews(Protocol):
    """News of a department, whatever event brings it."""

    @property
    def department_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def active(self) -> bool: ...


class StaffNews(Protocol):
    """News of one of the staff, whatever event brings it."""

    @property
    def staff_id(self) -> UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def department_id(self) -> UUID: ...
    @property
    def roles(self) -> list[str]: ...
    @property
    def active(self) -> bool: ...


def hear_department(ctx: Context, news: DepartmentNews) -> None:
    """What every service does when it hears of a department."""
    record_department(
        ctx.session,
        id=news.department_id,
        version=news.version,
        name=news.name,
        path=news.path,
        active=news.active,
    )


def hear_staff(ctx: Context, news: StaffNews) -> None:
    """What every service does when it hears of one of the staff."""
    record_staff(
        ctx.session,
        id=news.staff_id,
        version=news.version,
        name=news.name,
        email=news.email,
        unit_id=news.department_id,
        roles=news.roles,
        active=news.active,
        since=ctx.now,
    )


def visible_to(actor: Actor, permission: str, owner: Any) -> ColumnElement[bool]:
    """The WHERE of everything a person may see by ``permission`` of records whose owner is in column ``owner``."""
    return visible(actor.scope(permission), owner, actor.id, actor.department_id)


def visible(scope: Scope | None, owner: Any, actor_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """The same for a scope; the actor's id and department may be bind parameters, so that a statement is built only
    once."""
    match scope:
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT:
            return or_(owner == actor_id, owner.in_(staff_below(unit_id)))
        case Scope.OWN:
            own: ColumnElement[bool] = owner == actor_id
            return own
    return false()


def reach_of(
    session: Session, actor: Actor, rows: Select[Any], seen_by: Callable[[Actor, str], ColumnElement[bool]]
) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches a record: ``rows`` finds it, ``seen_by`` is the WHERE of its kind.
    The database is asked only for what is narrower than all, once a permission."""

    @cache
    def reaches(permission: str) -> bool:
        if actor.scope(permission) in (None, Scope.ALL):
            return actor.may(permission)
        return session.scalar(rows.where(seen_by(actor, permission))) is not None

    return reaches


def names_of(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of some of the staff, in one query."""
    return {id: one.name for id, one in staff_of(session, ids).items()}


def staff_of(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, Staff]:
    """Some of the staff, in one query; whom we have not heard of is left out."""
    wanted = {id for id in ids if id is not None}
    if not wanted:
        return {}
    return {one.id: one for one in session.scalars(select(Staff).where(Staff.id.in_(wanted)))}


def staff_below(unit_id: Any) -> Any:
    """Ids of everyone in a department and those below it, as a subquery; nobody when there is no department."""
    own_path = select(Department.path).where(Department.id == unit_id).scalar_subquery()
    below = select(Department.id).where(Department.path.startswith(own_path))
    return select(Staff.id).where(Staff.unit_id.in_(below))
