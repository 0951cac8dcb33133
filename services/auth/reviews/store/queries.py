"""Named reads of the reviews of accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Page, PageQuery, fetch_page, one
from chassis.db.trail import Change
from contracts.auth import ReviewAnswer
from contracts.permissions import Permission
from services.auth.domain.roles import permitted
from services.auth.reviews.domain.reviewing import Account, Reviewer, Usage, who_is_asked
from services.auth.store import queries
from services.auth.store.models import (
    AccountReview,
    ApiToken,
    ApiTokenUse,
    Department,
    OpenSession,
    ReviewedAccount,
    ReviewPolicy,
    Role,
    Staff,
)
from services.auth.store.sign_ins import last_sign_ins


@dataclass(frozen=True, kw_only=True)
class ReviewedFilter(PageQuery):
    """What the accounts of a review are narrowed by; ``mine``: those that wait for one's own answer."""

    answer: str = ""
    mine: bool = False


def policy(session: Session, *, lock: bool = False) -> ReviewPolicy:
    """How accounts are reviewed."""
    rows = select(ReviewPolicy).limit(1)
    return session.scalars(rows.with_for_update() if lock else rows).one()


def latest(session: Session, *, lock: bool = False) -> AccountReview | None:
    """The last review, open or not."""
    rows = select(AccountReview).order_by(AccountReview.id.desc()).limit(1)
    return session.scalar(rows.with_for_update() if lock else rows)


def review_page(session: Session, page: PageQuery) -> Page[AccountReview]:
    """One page of reviews, the last one first."""
    order = [AccountReview.id]
    return fetch_page(session, select(AccountReview), order=order, descending=True, after=page.after, limit=page.limit)


def review_held(session: Session, id: UUID) -> AccountReview:
    """The review, which does not end until the transaction does; NotFound when there is none."""
    rows = select(AccountReview).where(AccountReview.id == id).with_for_update(read=True)
    return one(session, rows.execution_options(populate_existing=True))


def answered_by(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the accounts (Staff) that the actor answers for: as far as the right to change staff reaches, but
    only administrators for administrators. The own account is among them; reviewing.ANSWER refuses that answer."""
    seen = queries.staff_seen_by(actor, Permission.STAFF_WRITE)
    if actor.scope(Permission.STAFF_WRITE) is Scope.ALL:
        return seen
    return and_(seen, or_(Staff.id == actor.id, ~Staff.roles.overlap(_granting(session, Scope.ALL))))


def waits_for(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the accounts (ReviewedAccount with Staff) that wait for the actor's own answer: those the actor is
    asked about. Administrators answer for everybody, but are asked only where no manager is."""
    others = and_(Staff.active, Staff.id != actor.id)
    waiting = and_(ReviewedAccount.status == ReviewAnswer.WAITING, others, answered_by(session, actor))
    if actor.scope(Permission.STAFF_WRITE) is not Scope.ALL:
        return waiting
    everybody = reviewers(session)
    asked = [
        id
        for id, account in accounts(session, active_staff(session)).items()
        if any(reviewer.id == actor.id for reviewer in who_is_asked(account, everybody))
    ]
    return and_(waiting, Staff.id.in_(asked))


def reviewed_page(session: Session, actor: Actor, review_id: UUID, wanted: ReviewedFilter) -> Page[Any]:
    """One page of a review's accounts that the actor may see, with the people, by user name."""
    rows: Any = (
        select(ReviewedAccount, Staff, Staff.username, answered_by(session, actor).label("answerable"))
        .join(Staff, Staff.id == ReviewedAccount.staff_id)
        .where(ReviewedAccount.review_id == review_id, queries.staff_seen_by(actor, Permission.STAFF_WRITE))
    )
    if wanted.answer:
        rows = rows.where(ReviewedAccount.status == wanted.answer)
    if wanted.mine:
        rows = rows.where(waits_for(session, actor))
    return fetch_page(session, rows, order=[Staff.username], descending=False, after=wanted.after, limit=wanted.limit)


def to_answer(
    session: Session, actor: Actor, review_id: UUID, staff_ids: Collection[UUID] | None
) -> list[tuple[ReviewedAccount, Staff]]:
    """The accounts of a review that the actor answers for, locked, with the people: those named, or all that the actor
    is asked about and that wait."""
    rows: Any = (
        select(ReviewedAccount, Staff)
        .join(Staff, Staff.id == ReviewedAccount.staff_id)
        .where(ReviewedAccount.review_id == review_id, answered_by(session, actor))
    )
    if staff_ids is None:
        rows = rows.where(waits_for(session, actor))
    else:
        rows = rows.where(ReviewedAccount.staff_id.in_(staff_ids))
    locked = rows.order_by(ReviewedAccount.id).with_for_update(of=ReviewedAccount)
    return [(row[0], row[1]) for row in session.execute(locked, execution_options={"populate_existing": True})]


def counts(session: Session, actor: Actor, review_ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many accounts of some reviews, as far as the actor sees them, have which answer; ``mine``: how many wait for
    the actor's own; ``taken_away``: how many were disabled."""
    own = waits_for(session, actor)
    rows = (
        select(
            ReviewedAccount.review_id,
            func.count().label("accounts"),
            *(func.count().filter(ReviewedAccount.status == answer).label(answer.value) for answer in ReviewAnswer),
            func.count().filter(ReviewedAccount.taken_away != "").label("taken_away"),
            func.count().filter(own).label("mine"),
        )
        .join(Staff, Staff.id == ReviewedAccount.staff_id)
        .where(ReviewedAccount.review_id.in_(review_ids), queries.staff_seen_by(actor, Permission.STAFF_WRITE))
        .group_by(ReviewedAccount.review_id)
    )
    return {row.review_id: {name: getattr(row, name) for name in COUNTED} for row in session.execute(rows)}


COUNTED = ("accounts", "waiting", "kept", "refused", "taken_away", "mine")


def unanswered(session: Session, review_id: UUID) -> list[ReviewedAccount]:
    """The accounts of a review that nobody answered for and that are active, by the people's ids."""
    rows = (
        select(ReviewedAccount)
        .join(Staff, Staff.id == ReviewedAccount.staff_id)
        .where(ReviewedAccount.review_id == review_id, ReviewedAccount.status == ReviewAnswer.WAITING, Staff.active)
    )
    return list(session.scalars(rows.order_by(ReviewedAccount.staff_id)))


def active_staff(session: Session) -> list[Staff]:
    """Everybody who can sign in, by user name."""
    return list(session.scalars(select(Staff).where(Staff.active).order_by(Staff.username)))


def accounts(session: Session, people: Collection[Staff]) -> dict[UUID, Account]:
    """These people as accounts under review."""
    paths: Any = session.execute(select(Department.id, Department.path))
    path_of = dict(paths.all())
    administering = set(_granting(session, Scope.ALL))
    return {
        person.id: Account(
            id=person.id, path=path_of[person.department_id], administers=not administering.isdisjoint(person.roles)
        )
        for person in people
    }


def reviewers(session: Session) -> list[Reviewer]:
    """The active people who answer for accounts: managers of departments, and administrators."""
    administering, managing = _granting(session, Scope.ALL), _granting(session, Scope.DEPARTMENT)
    rows = (
        select(Staff.id, Department.path, Staff.roles.overlap(administering).label("everywhere"))
        .join(Department, Department.id == Staff.department_id)
        .where(Staff.active, or_(Staff.roles.overlap(administering), Staff.roles.overlap(managing)))
        .order_by(Staff.username)
    )
    return [Reviewer(id=row.id, path=row.path, everywhere=row.everywhere) for row in session.execute(rows)]


def administrators(session: Session, *, lock: bool = False) -> set[UUID]:
    """The active people who run the house's accounts; with ``lock`` nobody disables any of them until the transaction
    ends."""
    rows = select(Staff.id).where(Staff.active, Staff.roles.overlap(_granting(session, Scope.ALL))).order_by(Staff.id)
    return set(session.scalars(rows.with_for_update() if lock else rows))


def usages(session: Session, people: Collection[Staff]) -> dict[UUID, Usage]:
    """How these people's accounts were used."""
    ids = [person.id for person in people]
    signed_in = last_sign_ins(session, ids)
    in_session = _latest(
        session, select(OpenSession.staff_id, func.max(OpenSession.seen_at)), OpenSession.staff_id, ids
    )
    by_token = _latest(
        session,
        select(ApiToken.staff_id, func.max(ApiTokenUse.at)).join(ApiTokenUse, ApiTokenUse.token_id == ApiToken.id),
        ApiToken.staff_id,
        ids,
    )
    enabled = _latest(
        session,
        select(Change.record_id, func.max(Change.at)).where(
            Change.kind == Staff.__tablename__, Change.fields["active"][1].as_boolean()
        ),
        Change.record_id,
        ids,
    )
    return {
        person.id: Usage(
            since=max(person.created_at, enabled.get(person.id, person.created_at)),
            signed_in_at=signed_in.get(person.id),
            session_used_at=in_session.get(person.id),
            token_used_at=by_token.get(person.id),
        )
        for person in people
    }


def _latest(session: Session, rows: Any, key: Any, ids: list[UUID]) -> dict[UUID, datetime]:
    found: Any = session.execute(rows.where(key.in_(ids)).group_by(key))
    return dict(found.all())


def _granting(session: Session, scope: Scope) -> list[str]:
    """The codes of the roles in use that permit to change staff, as far as this."""
    roles = session.scalars(select(Role).where(Role.active, Role.permissions.has_key(Permission.STAFF_WRITE.value)))
    return [role.code for role in roles if permitted([role.permissions]).get(Permission.STAFF_WRITE) is scope]


def in_open_review(session: Session, staff_id: UUID) -> ReviewedAccount | None:
    """An account's place in the review that is open, locked; None when it has none."""
    rows = (
        select(ReviewedAccount)
        .join(AccountReview, AccountReview.id == ReviewedAccount.review_id)
        .where(ReviewedAccount.staff_id == staff_id, AccountReview.closed_at.is_(None))
    )
    return session.scalar(rows.with_for_update(of=ReviewedAccount))
