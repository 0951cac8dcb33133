"""Named reads of the auth service. Whose records somebody may see is written once: ``staff_seen_by``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Listing, ListQuery, Page, PageQuery, narrowed, one
from contracts.permissions import Permission
from services.auth.domain.attempts import normalise_username
from services.auth.store.departments import inside
from services.auth.store.models import Credential, Department, Role, Staff

STAFF: Listing[Staff] = Listing(
    {"username": (Staff.username,), "name": (Staff.name, Staff.username)}, default="username"
)


@dataclass(frozen=True, kw_only=True)
class StaffFilter(ListQuery):
    """What a list of staff is narrowed by; empty means not narrowed. A department includes those below it."""

    q: str = ""
    department_id: UUID | None = None
    role: str = ""
    active: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ColleagueFilter(PageQuery):
    """What a chooser of colleagues is narrowed by: ``permission`` finds those who have it by any of their roles;
    ``over_me``: only those whose permission reaches the one who asks, who is not among them."""

    q: str = ""
    role: str = ""
    permission: str = ""
    over_me: bool = False


def staff_seen_by(actor: Actor, permission: str = Permission.STAFF_READ) -> ColumnElement[bool]:
    """The WHERE of every list, search and detail of staff: all, those in one's department and below it, or oneself."""
    match actor.scope(permission):
        case Scope.ALL:
            return true()
        case Scope.DEPARTMENT:
            return or_(Staff.id == actor.id, Staff.department_id.in_(inside(actor.department_id)))
        case Scope.OWN:
            return Staff.id == actor.id
    return false()


def staff_of(
    session: Session, actor: Actor, id: UUID, *, permission: str = Permission.STAFF_READ, lock: bool = False
) -> Staff:
    """The person, if there is one that the actor may see by this permission; NotFound otherwise."""
    return one(session, select(Staff).where(Staff.id == id, staff_seen_by(actor, permission)), lock=lock)


def staff_reached(session: Session, actor: Actor, permission: str, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people a permission of the actor reaches."""
    if actor.scope(permission) is Scope.ALL:
        return set(ids)
    rows = select(Staff.id).where(Staff.id.in_(list(ids)), staff_seen_by(actor, permission))
    return set(session.scalars(rows))


def staff_page(session: Session, actor: Actor, wanted: StaffFilter) -> Page[Staff]:
    """One page of staff, by user name unless asked otherwise."""
    rows = narrowed(select(Staff).where(staff_seen_by(actor)), wanted, Staff.active)
    if wanted.department_id:
        rows = rows.where(Staff.department_id.in_(inside(wanted.department_id)))
    if wanted.role:
        rows = rows.where(Staff.roles.contains([wanted.role]))
    return STAFF.page(session, _found_by(rows, wanted.q), wanted)


def colleague_page(session: Session, actor: Actor, wanted: ColleagueFilter) -> Page[Staff]:
    """One page of active staff, by user name."""
    rows = select(Staff).where(Staff.active)
    if wanted.role:
        rows = rows.where(Staff.roles.contains([wanted.role]))
    if wanted.permission:
        granting = session.scalars(select(Role).where(Role.active, Role.permissions.has_key(wanted.permission))).all()
        rows = rows.where(Staff.roles.overlap([role.code for role in granting]))
        if wanted.over_me:
            rows = rows.where(Staff.id != actor.id, _reaching(actor, granting, wanted.permission))
    return STAFF.page(session, _found_by(rows, wanted.q), ListQuery(after=wanted.after, limit=wanted.limit))


def _reaching(actor: Actor, roles: Iterable[Role], permission: str) -> ColumnElement[bool]:
    """The WHERE of the people whose permission, given by these roles, reaches the actor: everywhere, or by working in
    the actor's department or above it."""
    by_scope = defaultdict(list)
    for role in roles:
        by_scope[role.permissions[permission]].append(role.code)
    own_path = select(Department.path).where(Department.id == actor.department_id).scalar_subquery()
    above = select(Department.id).where(own_path.startswith(Department.path))
    return or_(
        Staff.roles.overlap(by_scope[Scope.ALL]),
        and_(Staff.roles.overlap(by_scope[Scope.DEPARTMENT]), Staff.department_id.in_(above)),
    )


def _found_by(rows: Select[Staff], q: str) -> Select[Staff]:
    """By a part of the name, or the beginning of user name, e-mail or phone."""
    if not q:
        return rows
    return rows.where(
        or_(
            Staff.name.icontains(q, autoescape=True),
            Staff.username.startswith(normalise_username(q), autoescape=True),
            Staff.email.istartswith(q, autoescape=True),
            Staff.phone.startswith(q, autoescape=True),
        )
    )


def staff_by_username(session: Session, username: str) -> Staff | None:
    """The person of a user name (normalised)."""
    return session.scalar(select(Staff).where(Staff.username == username))


def staff_held(session: Session, id: UUID | None) -> Staff | None:
    """The person as they are at this moment, and stay until the transaction ends."""
    rows = select(Staff).where(Staff.id == id).with_for_update(read=True)
    return session.scalar(rows, execution_options={"populate_existing": True})


def staff_locked(session: Session, id: UUID | None) -> Staff | None:
    """The person as they are at this moment, for a change of their own."""
    rows = select(Staff).where(Staff.id == id).with_for_update()
    return session.scalar(rows, execution_options={"populate_existing": True})


def staff_names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of some people, in one query."""
    rows = select(Staff.id, Staff.name).where(Staff.id.in_({id for id in ids if id is not None}))
    found: Any = session.execute(rows)
    return dict(found.all())


def people_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Staff]:
    """Some people, in one query."""
    return {person.id: person for person in session.scalars(select(Staff).where(Staff.id.in_(set(ids))))}


def people_named(session: Session, text: str) -> list[UUID]:
    """The ids of the people of a name, a user name or an address."""
    rows = select(Staff.id).where(or_(Staff.name == text, Staff.username == text, Staff.email == text))
    return list(session.scalars(rows.limit(50)))


def names_of_people(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of people and, as far as their ids stand among them, of departments."""
    names: dict[UUID, str] = {}
    for model in (Staff, Department):
        rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
        names |= {row.id: row.name for row in rows}
    return names


def is_anybody_there(session: Session) -> bool:
    """Whether there is any staff at all."""
    return session.scalar(select(Staff.id).limit(1)) is not None


def must_change(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people have a password that was given to them and that they have not changed yet."""
    rows = select(Credential.staff_id).where(Credential.staff_id.in_(set(ids)), Credential.must_change)
    return set(session.scalars(rows))


def clock(session: Session) -> datetime:
    """The database's clock, now and not at the transaction's beginning."""
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return now
