"""Sessions: opened by a sign-in at the pages or of a program; ended by whoever has them, by the administrator, by
disabling the person, by another password, by being used no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis.context import Context
from chassis.db import new_id
from chassis.errors import NotFound, Unauthenticated
from contracts.auth import SessionKind, SignInMethod
from contracts.permissions import Permission
from services.auth.domain import sessions as rules
from services.auth.domain.attempts import REUSED
from services.auth.domain.errors import RefreshReused, SessionEnded
from services.auth.domain.switching import require_scope_all
from services.auth.store import queries
from services.auth.store.models import OpenSession, SpentSecret, Staff
from services.auth.store.sessions import open_sessions, owner_of_session, session_locked, session_of, sessions_not_ended
from services.auth.usecases import access, attempts


@dataclass(frozen=True, kw_only=True)
class SessionSecret:
    """What the browser, or a program, holds of a session."""

    session: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PageSecret(SessionSecret):
    """The secret of a session of the pages. ``unattended``: the page asks by itself, nobody has done anything there."""

    unattended: bool = False


@dataclass(frozen=True, kw_only=True)
class RefreshSecret:
    """What a program shows for another access token; it is good once."""

    refresh_token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class EndSessions:
    """End all of one's own sessions; ``this_too``: also the one at work."""

    this_too: bool = False


def open_session(
    ctx: Context,
    staff: Staff,
    kind: SessionKind,
    *,
    address: str,
    user_agent: str,
    method: SignInMethod = SignInMethod.PASSWORD,
    provider_factor: bool = False,
) -> tuple[OpenSession, str]:
    """A new session, and its secret: it is nowhere else than in this answer. ``provider_factor``: the provider has
    asked for more than one factor."""
    secret = rules.new_secret()
    opened = OpenSession(
        id=new_id(),
        kind=kind,
        secret_hash=rules.secret_hash(secret),
        staff_id=staff.id,
        started_at=ctx.now,
        seen_at=ctx.now,
        method=method,
        provider_factor=provider_factor,
        address=address[: attempts.LONGEST_ADDRESS],
        user_agent=user_agent[: attempts.LONGEST_USER_AGENT],
    )
    ctx.session.add(opened)
    return opened, secret


def use_session(ctx: Context, secret: str, *, unattended: bool = False) -> OpenSession:
    """The session of a browser's secret, if it holds; SessionEnded otherwise. Each lookup resets the idle time, unless
    it is ``unattended``."""
    found = _held(ctx, secret, SessionKind.PAGES)
    if found is None:
        raise SessionEnded()
    if not unattended:
        found.seen_at = ctx.now
    return found


def refresh(ctx: Context, secret: str, *, user_agent: str) -> tuple[OpenSession, str]:
    """The session of a program's secret, and its next secret. One that was used before has been copied by somebody:
    nobody can say which of the two is the program, so the session ends for both. Raises SessionEnded."""
    found = _held(ctx, secret, SessionKind.PROGRAM)
    if found is None:
        _refuse_reuse(ctx, rules.secret_hash(secret), user_agent)
        raise SessionEnded()
    following = rules.new_secret()
    ctx.session.add(SpentSecret(secret_hash=found.secret_hash, session_id=found.id, at=ctx.now))
    found.secret_hash, found.seen_at = rules.secret_hash(following), ctx.now
    return found, following


def end_session(ctx: Context, secret: str) -> None:
    """Sign out. A session that has ended already stays so."""
    found = session_of(ctx.session, rules.secret_hash(secret))
    if found is not None:
        _end(ctx, [found], "signed_out")


def end_own(ctx: Context, session_id: UUID) -> None:
    """End one of one's own sessions."""
    access.require_person(ctx)
    _end_one(ctx, ctx.actor.id, session_id, "ended_by_owner")


def end_all_own(ctx: Context, command: EndSessions) -> None:
    """End all of one's own sessions; what has no session (a token for programs) is not touched.
    Raises Unauthenticated."""
    access.require_person(ctx)
    if ctx.actor.id is None:
        raise Unauthenticated(reason="no_account")
    but = None if command.this_too else ctx.actor.session_id
    mine = open_sessions(ctx.session, ctx.actor.id)
    _end(ctx, [found for found in mine if found.id != but], "ended_by_owner")


def of_person(ctx: Context, staff_id: UUID) -> Sequence[OpenSession]:
    """Somebody else's sessions that hold. Only with scope all."""
    _require_administrator(ctx, staff_id)
    return holding(ctx, staff_id)


def end_of_person(ctx: Context, staff_id: UUID, session_id: UUID | None) -> None:
    """End one session of somebody else, or all of them. Only with scope all."""
    _require_administrator(ctx, staff_id)
    if session_id is not None:
        _end_one(ctx, staff_id, session_id, "ended_by_administrator")
    else:
        _end(ctx, open_sessions(ctx.session, staff_id), "ended_by_administrator")


def holding(ctx: Context, staff_id: UUID) -> list[OpenSession]:
    """The sessions of a person that hold at this moment, the one used last first."""
    found = sessions_not_ended(ctx.session, staff_id)
    return [each for each in found if _holds(ctx, each)]


def end_sessions_of(ctx: Context, staff_id: UUID, reason: str, *, but: UUID | None = None) -> None:
    """End every session of a person, except one if it is named; the caller ends the tokens that were given in them."""
    for found in open_sessions(ctx.session, staff_id):
        if found.id != but:
            found.ended_at, found.end_reason = ctx.now, reason


def _held(ctx: Context, secret: str, kind: SessionKind) -> OpenSession | None:
    """The session of a secret, locked, if it is of this kind and holds."""
    hashed = rules.secret_hash(secret)
    whose = owner_of_session(ctx.session, hashed)
    staff = queries.staff_held(ctx.session, whose) if whose else None  # first the person, as everybody locks them
    found = session_of(ctx.session, hashed)
    if found is None or found.kind != kind or staff is None or not staff.active:
        return None
    return found if found.ended_at is None and _holds(ctx, found) else None


def _holds(ctx: Context, found: OpenSession) -> bool:
    return rules.holds(found.kind, started_at=found.started_at, seen_at=found.seen_at, now=ctx.now)


def _refuse_reuse(ctx: Context, hashed: str, user_agent: str) -> None:
    spent = ctx.session.get(SpentSecret, hashed)
    found = session_locked(ctx.session, spent.session_id) if spent else None
    if found is None:
        return
    staff = ctx.session.get(Staff, found.staff_id)
    attempt = attempts.Attempt(username=staff.username if staff else "", address=ctx.origin, user_agent=user_agent)
    attempts.record(ctx, attempt, staff, reason=REUSED)
    _end(ctx, [found], "reused")
    raise RefreshReused()


def _end_one(ctx: Context, staff_id: UUID | None, session_id: UUID, reason: str) -> None:
    found = session_locked(ctx.session, session_id)
    if found is None or found.staff_id != staff_id:
        raise NotFound()
    _end(ctx, [found], reason)


def _end(ctx: Context, sessions: Sequence[OpenSession], reason: str) -> None:
    """End sessions that are locked, and every token given in them."""
    ended = [found for found in sessions if found.ended_at is None]
    for found in ended:
        found.ended_at, found.end_reason = ctx.now, reason
    if ended:
        access.end_access_of_sessions(ctx, ended[0].staff_id, [found.id for found in ended])


def _require_administrator(ctx: Context, staff_id: UUID) -> None:
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    queries.staff_of(ctx.session, ctx.actor, staff_id)
