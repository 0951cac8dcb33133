"""Named reads of the feedback service. Which cases somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor, Scope
from chassis.auth.directory import Person, visible_to
from chassis.codes import is_code
from chassis.db import Page, PageQuery, count_up_to, fetch_page
from chassis.errors import NotFound
from chassis.mail import LetterStatus, letters_of
from contracts.feedback import CaseKind, Desk
from contracts.permissions import Permission
from services.feedback.domain.desks import UNDONE
from services.feedback.domain.search import pairs
from services.feedback.store.models import Case, CaseEvent, KnownCustomer

COUNTED = 10_000
CODE_LETTERS = {CaseKind.FEEDBACK: "F", CaseKind.COMPLAINT: "X"}
UNDONE_CASES = Case.status.in_(sorted(status.value for status in UNDONE))


@dataclass(frozen=True, kw_only=True)
class CaseFilter(PageQuery):
    """What a list of cases is narrowed by; empty means not narrowed. ``mine``: taken by the one who asks."""

    q: str = ""
    kind: str = ""
    status: str = ""
    desk: str = ""
    tier: str = ""
    channel: str = ""
    customer_id: UUID | None = None
    mine: bool = False
    overdue: bool | None = None


def seen_by(actor: Actor, permission: str = Permission.CASE_READ) -> ColumnElement[bool]:
    """The WHERE of every list, search, detail and counter: the cases of customers that somebody in the actor's scope
    owns, and the cases that somebody in it filed or has taken."""
    if not actor.may(permission):
        return false()
    if actor.scope(permission) is Scope.ALL:
        return true()
    return or_(*(visible_to(actor, permission, column) for column in (Case.owner_id, Case.filed_by, Case.assignee_id)))


def case_of(
    session: Session, actor: Actor, id: UUID, *, permission: str = Permission.CASE_READ, lock: bool = False
) -> Case:
    """The case, if there is one that the actor may see by this permission; NotFound otherwise."""
    rows = select(Case).where(Case.id == id, seen_by(actor, permission))
    found = session.scalar(rows.with_for_update() if lock else rows)
    if found is None:
        raise NotFound()
    return found


def cases(actor: Actor, wanted: CaseFilter, now: datetime) -> Select[Case]:
    """The cases that fit a filter and that the actor may see."""
    rows = select(Case).where(seen_by(actor))
    for column in ("kind", "status", "desk", "tier", "channel"):
        if value := getattr(wanted, column):
            rows = rows.where(getattr(Case, column) == value)
    if wanted.customer_id:
        rows = rows.where(Case.customer_id == wanted.customer_id)
    if wanted.mine:
        rows = rows.where(Case.assignee_id == actor.id)
    if wanted.overdue is not None:
        late = and_(UNDONE_CASES, Case.due_at < now)
        rows = rows.where(late if wanted.overdue else ~late)
    return rows.where(_found_by(wanted.q)) if wanted.q else rows


def _found_by(q: str) -> ColumnElement[bool]:
    """By its own code or its customer's (ours or the sender's), or by any part of the content or the customer's
    name."""
    code = q.upper()
    if is_code(code) and code[0] in CODE_LETTERS.values():
        return Case.code == code
    customers = select(KnownCustomer.id)
    if is_code(code):
        return Case.customer_id.in_(customers.where(KnownCustomer.code == code))
    pieces = pairs(q)
    other = aliased(Case)
    named = KnownCustomer.external_code == q
    if not pieces:
        named = or_(named, KnownCustomer.name.startswith(q, autoescape=True))
        return Case.customer_id.in_(customers.where(named))
    named = or_(named, and_(KnownCustomer.pairs.contains(pieces), KnownCustomer.name.icontains(q, autoescape=True)))
    said = and_(other.pairs.contains(pieces), other.content.icontains(q, autoescape=True))
    ids = union_all(
        select(other.id).where(said),
        select(other.id).where(other.customer_id.in_(customers.where(named))),
    )
    return Case.id.in_(ids)


def case_page(session: Session, actor: Actor, wanted: CaseFilter, now: datetime) -> Page[Case]:
    """One page of cases, those that came in last first."""
    return fetch_page(
        session,
        cases(actor, wanted, now),
        order=[Case.received_at, Case.id],
        descending=True,
        after=wanted.after,
        limit=wanted.limit,
    )


def case_count(session: Session, actor: Actor, wanted: CaseFilter, now: datetime) -> int:
    """How many cases fit, counted to one more than COUNTED."""
    return count_up_to(session, cases(actor, wanted, now).with_only_columns(Case.id), COUNTED)


def desk_figures(session: Session, actor: Actor, now: datetime) -> dict[str, dict[str, int]]:
    """For each desk what still waits for an answer: ``open`` all of it, ``overdue`` the late, ``mine`` what the actor
    has taken."""

    def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    rows = (
        select(Case.desk, func.count(), counted(Case.due_at < now), counted(Case.assignee_id == actor.id))
        .where(UNDONE_CASES, seen_by(actor))
        .group_by(Case.desk)
    )
    found = {row[0]: dict(zip(("open", "overdue", "mine"), row[1:], strict=True)) for row in session.execute(rows)}
    return {desk.value: found.get(desk.value, {"open": 0, "overdue": 0, "mine": 0}) for desk in Desk}


def timeline_page(session: Session, case_id: UUID, after: str | None, limit: int) -> Page[CaseEvent]:
    """What happened with a case, the latest first."""
    rows = select(CaseEvent).where(CaseEvent.case_id == case_id)
    order = [CaseEvent.at, CaseEvent.id]
    return fetch_page(session, rows, order=order, descending=True, after=after, limit=limit)


def undone_complaints(session: Session, customer_ids: Iterable[UUID]) -> list[Case]:
    """The complaints of some customers that are not yet resolved, locked."""
    rows = select(Case).where(
        Case.customer_id.in_(list(customer_ids)), Case.kind == CaseKind.COMPLAINT.value, UNDONE_CASES
    )
    return list(session.scalars(rows.order_by(Case.id).with_for_update()))


def persons(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """The persons of some ids, in one query."""
    wanted = {id for id in ids if id is not None}
    if not wanted:
        return {}
    return {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def reply_key(case_id: UUID) -> str:
    """The unique key of the letter that answers a case: one letter a case, however often it is posted."""
    return f"case-reply:{case_id}"


def reply_letter(session: Session, case_id: UUID) -> LetterStatus | None:
    """What has become of the letter that answers a case; None when none was written."""
    return next(iter(letters_of(session, reply_key(case_id))), None)


def known_cases(session: Session, source: str, external_ids: Iterable[str]) -> set[str]:
    """Which of a sender's ids there are cases of already."""
    rows: Any = select(Case.external_id).where(Case.source == source, Case.external_id.in_(list(external_ids)))
    return set(session.scalars(rows))
