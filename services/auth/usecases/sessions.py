"""Sessions of the pages: opened by a sign-in, ended by signing out, by disabling the person, by another password."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from chassis.context import Context
from chassis.db import new_id
from services.auth.domain import sessions as rules
from services.auth.domain.errors import SessionEnded
from services.auth.store import queries, visits
from services.auth.store.models import PageSession, Staff
from services.auth.usecases import access


@dataclass(frozen=True, kw_only=True)
class SessionSecret:
    """What the browser holds of a session."""

    session: str = field(repr=False)


def open_session(ctx: Context, staff: Staff, *, address: str, user_agent: str) -> tuple[PageSession, str]:
    """A new session, and its secret: it is nowhere else than in this answer."""
    secret = rules.new_secret()
    opened = PageSession(
        id=new_id(),
        secret_hash=rules.secret_hash(secret),
        staff_id=staff.id,
        started_at=ctx.now,
        seen_at=ctx.now,
        address=address,
        user_agent=user_agent,
    )
    ctx.session.add(opened)
    return opened, secret


def visit(ctx: Context, secret: str) -> PageSession:
    """The session of a secret, if it holds; SessionEnded otherwise. Being asked for keeps it from running idle."""
    hashed = rules.secret_hash(secret)
    whose = visits.owner_of_session(ctx.session, hashed)
    staff = queries.staff_held(ctx.session, whose) if whose else None  # first the person, as everybody locks them
    found = visits.session_of(ctx.session, hashed)
    if found is None or staff is None or not staff.active or found.ended_at is not None:
        raise SessionEnded()
    if not rules.holds(started_at=found.started_at, seen_at=found.seen_at, now=ctx.now):
        raise SessionEnded()
    found.seen_at = ctx.now
    return found


def end_session(ctx: Context, secret: str) -> None:
    """Sign out. A session that has ended already stays so."""
    found = visits.session_of(ctx.session, rules.secret_hash(secret))
    if found is not None and found.ended_at is None:
        found.ended_at, found.end_reason = ctx.now, "signed_out"
        access.end_access_of_sessions(ctx, found.staff_id, [found.id])


def end_sessions_of(ctx: Context, staff_id: UUID, reason: str, *, but: UUID | None = None) -> list[PageSession]:
    """End every session of a person, except one if it is named; the caller ends the tokens that were given in them."""
    ended = [found for found in visits.open_sessions(ctx.session, staff_id) if found.id != but]
    for found in ended:
        found.ended_at, found.end_reason = ctx.now, reason
    return ended
