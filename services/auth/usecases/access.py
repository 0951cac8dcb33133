"""What a person may now, as a token says it; and the end of it, told to everybody at once.

A token can never say what is over. Whoever changes what somebody may locks the rows first and reads the clock then;
whoever issues a token holds the same rows (shared) and reads the clock then. So of two at the same moment either the
token is issued after the change and knows it, or it is issued before and ends with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.auth import Actor
from chassis.auth.revocations import record_revocations
from chassis.context import Context
from chassis.errors import Forbidden, PasswordChangeRequired, SecondFactorSetupRequired, Unauthenticated
from contracts.auth import AccessEnded, SignInMethod
from services.auth.domain import second_factors
from services.auth.domain.passkeys import MOST_PASSKEYS
from services.auth.domain.roles import permitted
from services.auth.domain.second_factors import Factors, Needed
from services.auth.store import factors, queries
from services.auth.store.models import ApiToken, OpenSession, Staff
from services.auth.store.passkeys import passkey_count
from services.auth.store.roles import roles_by_code


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a token may say: of whom, what they may, and at which moment that was so."""

    staff: Staff
    actor: Actor
    at: datetime


def grant(ctx: Context, staff_id: UUID, session_id: UUID) -> Grant:
    """What a token for a session says. Until this transaction ends nobody changes any of it. Raises Unauthenticated
    when the person is disabled."""
    staff = queries.staff_held(ctx.session, staff_id)
    if staff is None or not staff.active:
        raise Unauthenticated(reason="no_account")
    actor = actor_of(ctx, staff, hold=True)
    limit = required_action_of(ctx, staff, ctx.session.get(OpenSession, session_id))
    return Grant(staff=staff, actor=replace(actor, session_id=session_id, limited=limit), at=queries.clock(ctx.session))


def required_action_of(ctx: Context, staff: Staff, opened: OpenSession | None) -> str:
    """The code of what a person has to do before anything else; '' when nothing. Who was let in by the provider did not
    use the password, whoever made it, and has shown a second factor if the provider is believed that it asked."""
    by_provider = opened is not None and opened.method is SignInMethod.OIDC
    if not by_provider and queries.must_change(ctx.session, [staff.id]):
        return PasswordChangeRequired.code
    mine = factors_of(ctx, staff)
    if mine.needed == Needed.ANY and opened is not None and opened.provider_factor:
        return ""
    return "" if mine.is_enough_without() else SecondFactorSetupRequired.code


def needed_factor(ctx: Context, staff: Staff) -> Needed:
    """Which second factor the active roles of a person ask for."""
    roles = roles_by_code(ctx.session, staff.roles)
    return second_factors.needed_of((role.second_factor, role.passkey_only) for role in roles.values() if role.active)


def factors_of(ctx: Context, staff: Staff, *, passkeys_offered: bool = True) -> Factors:
    """What a person has of second factors, and what their roles ask for."""
    passkeys = passkey_count(ctx.session, staff.id)
    return Factors(
        needed=needed_factor(ctx, staff),
        totp=bool(factors.with_totp(ctx.session, [staff.id])),
        passkeys=passkeys,
        more=passkeys_offered and passkeys < MOST_PASSKEYS,
    )


def actor_of(ctx: Context, staff: Staff, *, hold: bool = False) -> Actor:
    """A person with everything that the active ones of their roles permit."""
    roles = roles_by_code(ctx.session, staff.roles, lock=hold)
    return Actor(
        id=staff.id,
        name=staff.name,
        department_id=staff.department_id,
        roles=tuple(staff.roles),
        program=staff.program,
        permissions=permitted(role.permissions for role in roles.values() if role.active),
    )


def require_person(ctx: Context) -> None:
    """Refuse a program's token: an account's password, data and sessions are for whoever signs in to it.
    Raises Forbidden."""
    if not is_person(ctx):
        raise Forbidden(reason="program")


def is_person(ctx: Context) -> bool:
    """Whether somebody who signed in acts, and not a program with a token."""
    return ctx.actor.session_id is None or ctx.session.get(ApiToken, ctx.actor.session_id) is None


def end_access(ctx: Context, staff_ids: Iterable[UUID]) -> None:
    """End every token that these people have now. Whoever still has a session gets another one, which says what is so
    now. The rows that were changed are locked by the caller."""
    _end(ctx, [(staff_id, None) for staff_id in staff_ids])


def end_access_of_sessions(ctx: Context, staff_id: UUID, session_ids: Iterable[UUID]) -> None:
    """End the tokens of some sessions of a person, whose rows the caller has locked and ended."""
    _end(ctx, [(staff_id, session_id) for session_id in session_ids])


def _end(ctx: Context, whose: list[tuple[UUID, UUID | None]]) -> None:
    if not whose:
        return
    ctx.session.flush()
    since = queries.clock(ctx.session)
    record_revocations(ctx.session, [(session_id or staff_id, since) for staff_id, session_id in whose])
    ctx.emit(*(AccessEnded(staff_id=staff_id, session_id=session_id, since=since) for staff_id, session_id in whose))
