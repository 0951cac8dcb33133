"""Named reads of the feedback service. Which cases somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    any_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from chassis.annotations.fields import holding
from chassis.annotations.tags import tagged
from chassis.auth import Actor, Scope
from chassis.auth.directory import reach_of, visible_to
from chassis.codes import is_code
from chassis.db import Count, Listing, ListQuery, Page, PageQuery, count, fetch_page, narrowed, one
from chassis.mail import EmailStatus, emails_of
from contracts.feedback import CONVERSATION, CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from services.feedback.domain.desks import UNDONE
from services.feedback.domain.search import pairs
from services.feedback.store.classes import lying_in
from services.feedback.store.models import CLASSES, Case, CaseEvent, KnownCustomer
from services.feedback.store.opened import opened_to
from services.feedback.store.watching import watched_by

CODE_LETTERS = {CaseKind.FEEDBACK: "F", CaseKind.COMPLAINT: "X"}
UNDONE_CASES = Case.status.in_(sorted(UNDONE))
NARROWING = (Case.kind, Case.status, Case.desk, Case.tier, Case.channel, Case.customer_id, Case.priority)
QUEUE = (Case.priority_rank, Case.due_at, Case.id)
"""The order in which a desk works: the most urgent first, within one priority the nearest deadline."""

CASES: Listing[Case] = Listing(
    {"received_at": (Case.received_at, Case.id), "due_at": (Case.due_at, Case.id), "priority": QUEUE},
    default="-received_at",
)


@dataclass(frozen=True, kw_only=True)
class CaseFilter(ListQuery):
    """What a list of cases is narrowed by; empty means not narrowed. ``mine``: taken by the one who asks; ``watched``:
    by the same; ``undone``: what waits for an answer. ``subject`` and the like: under an entry or
    under one below it, by its code or by what it is called."""

    q: str = ""
    kind: str = ""
    status: str = ""
    desk: str = ""
    tier: str = ""
    channel: str = ""
    customer_id: UUID | None = None
    priority: str = ""
    subject: str = ""
    cause: str = ""
    product: str = ""
    place: str = ""
    mine: bool = False
    watched: bool = False
    undone: bool = False
    overdue: bool | None = None
    tag: UUID | None = None
    custom: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class TimelineQuery(PageQuery):
    """Which steps of a case: all, the ``conversation`` with the customer, or the ``work`` that colleagues see."""

    part: str = ""


def seen_by(actor: Actor, permission: str = Permission.CASE_READ) -> ColumnElement[bool]:
    """The WHERE of every list, search, detail and counter: the cases of customers that somebody in the actor's scope
    owns, the cases that somebody in it filed or has taken, and, to read, those of a customer that a view request has
    opened."""
    if not actor.may(permission):
        return false()
    if actor.scope(permission) is Scope.ALL:
        return true()
    ways = [visible_to(actor, permission, column) for column in (Case.owner_id, Case.filed_by, Case.assignee_id)]
    if permission == Permission.CASE_READ:
        ways.append(Case.customer_id == any_(opened_to(actor)))
    return or_(*ways)


def reach_at(session: Session, actor: Actor, id: UUID) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches a case."""
    return reach_of(session, actor, select(Case.id).where(Case.id == id), seen_by)


def case_of(
    session: Session, actor: Actor, id: UUID, *, permission: str = Permission.CASE_READ, lock: bool = False
) -> Case:
    """The case, if there is one that the actor may see by this permission; NotFound otherwise."""
    return one(session, select(Case).where(Case.id == id, seen_by(actor, permission)), lock=lock)


def cases(session: Session, actor: Actor, wanted: CaseFilter, now: datetime) -> Select[Case]:
    """The cases that fit a filter and that the actor may see."""
    rows = narrowed(select(Case).where(seen_by(actor)), wanted, *NARROWING)
    if wanted.mine:
        rows = rows.where(Case.assignee_id == actor.id)
    if wanted.watched:
        rows = rows.where(Case.id.in_(watched_by(actor.id)))
    if wanted.undone:
        rows = rows.where(UNDONE_CASES)
    if wanted.overdue is not None:
        late = and_(UNDONE_CASES, _late(now))
        rows = rows.where(late if wanted.overdue else ~late)
    for kind in CLASSES:
        if text := getattr(wanted, kind):
            rows = rows.where(lying_in(session, kind, text))
    if wanted.tag:
        rows = rows.where(tagged(Case.id, wanted.tag))
    if wanted.custom:
        rows = rows.where(holding(session, Case, wanted.custom))
    return rows.where(_found_by(wanted.q)) if wanted.q else rows


def _late(now: datetime) -> ColumnElement[bool]:
    """What is past its deadline; while we wait for the customer time stands still."""
    return and_(Case.due_at < now, or_(Case.waiting_since.is_(None), Case.due_at < Case.waiting_since))


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
    """One page of cases, those that came in last first unless asked otherwise."""
    return CASES.page(session, cases(session, actor, wanted, now), wanted)


def case_count(session: Session, actor: Actor, wanted: CaseFilter, now: datetime) -> Count:
    """How many cases fit."""
    return count(session, cases(session, actor, wanted, now).with_only_columns(Case.id))


def desk_figures(session: Session, actor: Actor, now: datetime) -> dict[str, dict[str, int]]:
    """For each desk what still waits for an answer: ``open`` all of it, ``overdue`` the late, ``mine`` what the actor
    has taken."""

    def tally(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    rows = (
        select(Case.desk, func.count(), tally(_late(now)), tally(Case.assignee_id == actor.id))
        .where(UNDONE_CASES, seen_by(actor))
        .group_by(Case.desk)
    )
    found = {row[0]: dict(zip(("open", "overdue", "mine"), row[1:], strict=True)) for row in session.execute(rows)}
    return {desk.value: found.get(desk, {"open": 0, "overdue": 0, "mine": 0}) for desk in Desk}


def timeline_page(session: Session, case_id: UUID, query: TimelineQuery) -> Page[CaseEvent]:
    """What happened with a case, or one part of it, the latest first. Part of its conversation is what was said in the
    cases that were merged into it."""
    rows = select(CaseEvent).where(CaseEvent.case_id == case_id)
    if query.part == "conversation":
        merged = select(Case.id).where(Case.merged_into_id == case_id)
        ours = or_(CaseEvent.case_id == case_id, CaseEvent.case_id.in_(merged))
        rows = select(CaseEvent).where(ours, CaseEvent.kind.in_(sorted(CONVERSATION)))
    elif query.part == "work":
        rows = rows.where(CaseEvent.kind.not_in(sorted(CONVERSATION)))
    order = [CaseEvent.at, CaseEvent.id]
    return fetch_page(session, rows, order=order, descending=True, after=query.after, limit=query.limit)


def neighbours(session: Session, actor: Actor, at: Case, desks: Iterable[Desk]) -> dict[str, UUID | None]:
    """The cases before and after one in the order in which the desks work: what waits there and is in nobody else's
    hands."""
    free = or_(Case.assignee_id.is_(None), Case.assignee_id == actor.id)
    rows = select(Case.id).where(UNDONE_CASES, free, Case.desk.in_(sorted(desks)), seen_by(actor))
    here = tuple_(*(literal(getattr(at, column.key), column.type) for column in QUEUE))
    place = tuple_(*QUEUE)
    return {
        "previous": session.scalar(rows.where(place < here).order_by(*(each.desc() for each in QUEUE)).limit(1)),
        "next": session.scalar(rows.where(place > here).order_by(*QUEUE).limit(1)),
    }


def undone_complaints(session: Session, customer_ids: Iterable[UUID]) -> list[Case]:
    """The complaints of some customers that are not yet resolved, locked."""
    rows = select(Case).where(Case.customer_id.in_(list(customer_ids)), Case.kind == CaseKind.COMPLAINT, UNDONE_CASES)
    return list(session.scalars(rows.order_by(Case.id).with_for_update()))


def taken_by(session: Session, assignee_id: UUID) -> list[tuple[UUID, UUID]]:
    """Customer and case of everything that somebody has taken and not finished, in the order in which to lock them."""
    rows: Any = select(Case.customer_id, Case.id).where(_taken_by(assignee_id)).order_by(Case.customer_id, Case.id)
    return list(session.execute(rows).all())


def still_taken_by(session: Session, id: UUID, assignee_id: UUID) -> Case | None:
    """A case, locked, if somebody has it in hand."""
    return session.scalar(select(Case).where(Case.id == id, _taken_by(assignee_id)).with_for_update())


def _taken_by(assignee_id: UUID) -> ColumnElement[bool]:
    return and_(Case.assignee_id == assignee_id, Case.status == CaseStatus.TAKEN)


NOBODY = UUID(int=0)


def reply_key(case_id: UUID) -> str:
    """The unique key of the email that answers a case for good: one email a case, however often it is enqueued."""
    return f"case-reply:{case_id}"


def answer_key(case_id: UUID, step_id: UUID) -> str:
    """The unique key of the email of one answer."""
    return f"case-answer:{case_id}:{step_id}"


def case_of_email(session: Session, unique_key: str) -> Case | None:
    """The case that an email to a customer is about; None for one about something else."""
    kind, _, rest = unique_key.partition(":")
    if kind not in (reply_key(NOBODY).partition(":")[0], answer_key(NOBODY, NOBODY).partition(":")[0]):
        return None
    return session.get(Case, UUID(rest.partition(":")[0]))


def emails_about(session: Session, case_ids: Iterable[UUID]) -> dict[str, EmailStatus]:
    """What has become of all emails about some cases, by their unique keys."""
    keys = [key for id in case_ids for key in (answer_key(id, id).rpartition(":")[0] + ":", reply_key(id))]
    return {email.unique_key: email for email in emails_of(session, *keys)} if keys else {}


def known_cases(session: Session, source: str, external_ids: Iterable[str]) -> set[str]:
    """Which of a sender's ids there are cases of already."""
    rows: Any = select(Case.external_id).where(Case.source == source, Case.external_id.in_(list(external_ids)))
    return set(session.scalars(rows))
