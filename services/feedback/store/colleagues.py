"""Who works at which desk, who of them is away, and who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import Department, Staff
from chassis.db import Listing, ListQuery, one
from contracts.feedback import CaseStatus, Desk
from contracts.permissions import Permission
from services.feedback.domain.desks import ROLES_AT
from services.feedback.store.models import Absence, Case

MOST = 200
"""How many colleagues are offered at most."""

ABSENCES: Listing[Absence] = Listing({"to_day": (Absence.to_day, Absence.id)}, default="-to_day")


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be given a case: where they work, how much they have in hand, who gets it in their stead."""

    id: UUID
    name: str
    department_name: str
    in_hand: int
    away: bool
    substitute_name: str


def _works_at(desks: Iterable[Desk]) -> ColumnElement[bool]:
    roles = sorted({role for desk in desks for role in ROLES_AT[desk]})
    return or_(*(Staff.roles.contains([role]) for role in roles))


def colleagues(session: Session, desks: Iterable[Desk], today: date) -> list[Colleague]:
    """Who is active and works at one of some desks, by name."""
    in_hand = (
        select(func.count())
        .where(Case.assignee_id == Staff.id, Case.status == CaseStatus.TAKEN)
        .correlate(Staff)
        .scalar_subquery()
    )
    rows = (
        select(Staff.id, Staff.name, Department.name, in_hand)
        .outerjoin(Department, Department.id == Staff.unit_id)
        .where(Staff.active, _works_at(desks))
        .order_by(Staff.name, Staff.id)
        .limit(MOST)
    )
    away = who_is_away(session, today)
    names: Any = dict(session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(set(away.values())))).all())
    return [
        Colleague(id, name, unit or "", taken, id in away, names.get(away[id], "") if id in away else "")
        for id, name, unit, taken in session.execute(rows)
    ]


def active_person(session: Session, id: UUID) -> Staff | None:
    """Somebody who works here."""
    return session.scalar(select(Staff).where(Staff.id == id, Staff.active))


def who_is_away(session: Session, today: date) -> dict[UUID, UUID]:
    """Who is away today, and who stands in."""
    rows = select(Absence.person_id, Absence.substitute_id).where(
        Absence.ended_at.is_(None), Absence.from_day <= today, Absence.to_day >= today
    )
    found: Any = session.execute(rows).all()
    return dict(found)


def overlapping(session: Session, person_id: UUID, from_day: date, to_day: date) -> bool:
    """Whether somebody is away on one of some days already."""
    rows = select(Absence.id).where(
        Absence.person_id == person_id,
        Absence.ended_at.is_(None),
        Absence.from_day <= to_day,
        Absence.to_day >= from_day,
    )
    return session.scalar(rows.limit(1)) is not None


def absences_of(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of absences: one's own and those in which one stands in; the leadership sees all."""
    if actor.may(Permission.CASE_LEAD):
        return true()
    return or_(Absence.person_id == actor.id, Absence.substitute_id == actor.id)


def absence_page(session: Session, actor: Actor, query: ListQuery) -> Any:
    """Absences that the actor may see, those that end last first."""
    return ABSENCES.page(session, _seen(actor), query)


def absence_of(session: Session, actor: Actor, id: UUID) -> Absence:
    """One of them, locked. Raises NotFound."""
    return one(session, _seen(actor).where(Absence.id == id), lock=True)


def _seen(actor: Actor) -> Select[Absence]:
    return select(Absence).where(absences_of(actor))
