"""Named reads of the log of sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Page, PageQuery, fetch_page, narrowed
from contracts.permissions import Permission
from services.auth.domain.attempts import COUNTED, normalise_username
from services.auth.store.models import SignIn, Staff
from services.auth.store.queries import staff_seen_by


@dataclass(frozen=True, kw_only=True)
class SignInFilter(PageQuery):
    """What the log of sign-ins is narrowed by."""

    username: str = ""
    staff_id: UUID | None = None
    ok: bool | None = None


def last_sign_ins(session: Session, ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When some people last signed in, in one query."""
    rows = (select(SignIn.staff_id, func.max(SignIn.at)).where(SignIn.staff_id.in_(set(ids)), SignIn.ok)).group_by(
        SignIn.staff_id
    )
    return {id: at for id, at in session.execute(rows) if id is not None}


def was_there_before(session: Session, staff_id: UUID, *, address: str, user_agent: str) -> bool | None:
    """Whether a person signed in before from this address with this browser or program; None when never at all."""
    same = (SignIn.address == address) & (SignIn.user_agent == user_agent)
    return session.scalar(select(func.bool_or(same)).where(SignIn.staff_id == staff_id, SignIn.ok))


def known_places(session: Session, username: str, since: datetime) -> set[str]:
    """The addresses from which a user name was signed in by since a moment."""
    rows = select(SignIn.address).where(SignIn.username == username, SignIn.ok, SignIn.at > since).distinct()
    return set(session.scalars(rows))


def failures_of(session: Session, username: str, address: str, since: datetime) -> list[datetime]:
    """When wrong tries for a user name were made from an address since a moment and after its last success there, the
    latest first."""
    here = (SignIn.username == username) & (SignIn.address == address)
    last_success = select(func.max(SignIn.at)).where(here, SignIn.ok, SignIn.at > since).scalar_subquery()
    rows = select(SignIn.at).where(here, SignIn.at > func.greatest(since, last_success), SignIn.reason.in_(COUNTED))
    return list(session.scalars(rows.order_by(SignIn.at.desc())))


def failures_but_from(session: Session, username: str, places: Iterable[str], since: datetime) -> list[datetime]:
    """When wrong tries for a user name were made since a moment from anywhere but some places, the latest first."""
    rows = select(SignIn.at).where(
        SignIn.username == username,
        SignIn.at > since,
        SignIn.reason.in_(COUNTED),
        SignIn.address.not_in(list(places)),
    )
    return list(session.scalars(rows.order_by(SignIn.at.desc())))


def failures_from(session: Session, address: str, since: datetime, most: int) -> list[datetime]:
    """When wrong tries were made from an address since a moment, the latest first, at most so many."""
    rows = select(SignIn.at).where(SignIn.address == address, SignIn.at > since, SignIn.reason.in_(COUNTED))
    return list(session.scalars(rows.order_by(SignIn.at.desc()).limit(most)))


def own_sign_ins(session: Session, staff_id: UUID, page: PageQuery) -> Page[SignIn]:
    """One page of a person's own sign-ins and of what was tried under their name, the latest first."""
    rows = select(SignIn).where(SignIn.staff_id == staff_id)
    return fetch_page(session, rows, order=[SignIn.id], descending=True, after=page.after, limit=page.limit)


def sign_in_page(session: Session, actor: Actor, wanted: SignInFilter) -> Page[SignIn]:
    """One page of the log of sign-ins, the latest first. Tries for names that nobody has are seen with scope all."""
    rows = narrowed(select(SignIn), wanted, SignIn.staff_id, SignIn.ok)
    if actor.scope(Permission.STAFF_READ) is not Scope.ALL:
        rows = rows.where(SignIn.staff_id.in_(select(Staff.id).where(staff_seen_by(actor))))
    if wanted.username:
        rows = rows.where(SignIn.username == normalise_username(wanted.username))
    return fetch_page(session, rows, order=[SignIn.id], descending=True, after=wanted.after, limit=wanted.limit)


def hold_name(session: Session, username: str) -> None:
    """Until this transaction ends nobody else tries to sign in by this name."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(username, 0))))
