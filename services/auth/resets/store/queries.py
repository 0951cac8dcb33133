"""Named reads of links and requests, and of those who may confirm one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.db import Page, PageQuery, fetch_page, one
from contracts.auth import AccountRequestKind, AccountRequestStatus
from contracts.permissions import Permission
from services.auth.domain.roles import permitted
from services.auth.resets.domain.links import LinkKind
from services.auth.resets.domain.requests import OPEN, Account, Colleague
from services.auth.store import queries
from services.auth.store.models import AccountRequest, Credential, Department, PasswordLink, Role, SignIn, Staff

MOST_OF_ONE_ADDRESS = 5
"""So many people may share a mail address; to more no link goes for the asking."""


@dataclass(frozen=True, kw_only=True)
class RequestFilter(PageQuery):
    """What a list of requests is narrowed by; ``waiting``: those that still wait for somebody."""

    waiting: bool = False


def started(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people have had the use of their account: signed in, or chosen a password of their own."""
    wanted = set(ids)
    chosen = select(Credential.staff_id).where(Credential.staff_id.in_(wanted), ~Credential.must_change)
    entered = select(SignIn.staff_id).where(SignIn.staff_id.in_(wanted), SignIn.ok)
    return {id for id in session.scalars(chosen.union(entered)) if id is not None}


def people_of_login(session: Session, login: str) -> list[Staff]:
    """The active people of a user name or a mail address (normalised), a few at most."""
    found = select(Staff).where(Staff.active, or_(Staff.username == login, func.lower(Staff.email) == login))
    return list(session.scalars(found.order_by(Staff.username).limit(MOST_OF_ONE_ADDRESS)))


def owner_of_link(session: Session, token_hash: str) -> UUID | None:
    """Whose password a link sets, whether or not it still holds."""
    return session.scalar(select(PasswordLink.staff_id).where(PasswordLink.token_hash == token_hash))


def link_locked(session: Session, token_hash: str) -> PasswordLink | None:
    """A link as it is at this moment, for its use."""
    return session.get(PasswordLink, token_hash, with_for_update=True, populate_existing=True)


def end_links(session: Session, staff_id: UUID, now: datetime) -> None:
    """No link of the person is good any more. The person is locked by the caller."""
    rows = select(PasswordLink).where(PasswordLink.staff_id == staff_id, PasswordLink.ended_at.is_(None))
    for link in session.scalars(rows.with_for_update()):
        link.ended_at = now


def links_asked_for(session: Session, staff_id: UUID, since: datetime) -> int:
    """How many links went to a person for the asking since a moment."""
    rows = select(func.count()).select_from(PasswordLink)
    asked = rows.where(
        PasswordLink.staff_id == staff_id, PasswordLink.kind == LinkKind.FORGOTTEN, PasswordLink.made_at > since
    )
    return session.scalar(asked) or 0


def asks_from(session: Session, address: str, reason: str, since: datetime, most: int) -> list[datetime]:
    """When an address asked for links since a moment, the latest first, at most so many."""
    rows = select(SignIn.at).where(SignIn.address == address, SignIn.at > since, ~SignIn.ok, SignIn.reason == reason)
    return list(session.scalars(rows.order_by(SignIn.at.desc()).limit(most)))


def requests_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of every list and detail of requests: one's own, and those for accounts that one could confirm for."""
    reached = select(Staff.id).where(queries.staff_seen_by(actor, Permission.STAFF_CONFIRM))
    return or_(AccountRequest.requested_by == actor.id, AccountRequest.staff_id.in_(reached))


def request_page(session: Session, actor: Actor, now: datetime, wanted: RequestFilter) -> Page[AccountRequest]:
    """One page of requests, the newest first."""
    rows = select(AccountRequest).where(requests_seen_by(actor))
    if wanted.waiting:
        rows = rows.where(AccountRequest.status.in_(OPEN), AccountRequest.expires_at > now)
    return fetch_page(session, rows, order=[AccountRequest.id], descending=True, after=wanted.after, limit=wanted.limit)


def request_of(session: Session, actor: Actor, id: UUID, *, lock: bool = False) -> AccountRequest:
    """The request, if there is one that the actor may see; NotFound otherwise."""
    return one(session, select(AccountRequest).where(AccountRequest.id == id, requests_seen_by(actor)), lock=lock)


def open_requests(session: Session, actor: Actor, now: datetime) -> list[AccountRequest]:
    """The requests that the actor sees and that wait for somebody."""
    rows = select(AccountRequest).where(
        requests_seen_by(actor), AccountRequest.status.in_(OPEN), AccountRequest.expires_at > now
    )
    return list(session.scalars(rows.order_by(AccountRequest.id)))


def end_requests(session: Session, staff_id: UUID, *kinds: AccountRequestKind) -> None:
    """Nobody can bring the open requests for a person any further. The person is locked by the caller."""
    rows = select(AccountRequest).where(
        AccountRequest.staff_id == staff_id, AccountRequest.status.in_(OPEN), AccountRequest.kind.in_(kinds)
    )
    for request in session.scalars(rows.with_for_update()):
        request.status = AccountRequestStatus.WITHDRAWN


def accounts_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Account]:
    """Some people's accounts as the rules of confirming look at them."""
    wanted = set(ids)
    used, administering = started(session, wanted), _granting(session, Permission.STAFF_WRITE, Scope.ALL)
    rows = (
        select(Staff.id, Department.path, Staff.roles.overlap(administering).label("administers"))
        .join(Department, Department.id == Staff.department_id)
        .where(Staff.id.in_(wanted))
    )
    return {
        row.id: Account(id=row.id, path=row.path, administers=row.administers, started=row.id in used)
        for row in session.execute(rows)
    }


def colleagues_who_confirm(session: Session) -> list[Colleague]:
    """Everybody at work who may confirm requests, by user name."""
    everywhere = _granting(session, Permission.STAFF_CONFIRM, Scope.ALL)
    departments = _granting(session, Permission.STAFF_CONFIRM, Scope.DEPARTMENT)
    administering = _granting(session, Permission.STAFF_WRITE, Scope.ALL)
    rows: Any = (
        select(
            Staff.id,
            Department.path,
            Staff.roles.overlap(everywhere).label("everywhere"),
            Staff.roles.overlap(administering).label("administers"),
            Staff.granted_by,
            Staff.granted_at,
        )
        .join(Department, Department.id == Staff.department_id)
        .where(Staff.active, Staff.roles.overlap([*everywhere, *departments]))
        .order_by(Staff.username)
    )
    return [Colleague(**row._mapping) for row in session.execute(rows)]


def _granting(session: Session, permission: Permission, scope: Scope) -> list[str]:
    """The codes of the roles in use that give a permission, as far as this."""
    roles = session.scalars(select(Role).where(Role.active, Role.permissions.has_key(permission.value)))
    return [role.code for role in roles if permitted([role.permissions]).get(permission) is scope]
