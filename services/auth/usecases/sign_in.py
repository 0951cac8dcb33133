"""Signing in: who somebody is, and what they may."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis.context import Context
from services.auth.domain import attempts as rules
from services.auth.domain.attempts import Limits
from services.auth.domain.errors import InvalidCredentials
from services.auth.store import queries
from services.auth.store.models import Credential, Staff
from services.auth.usecases import attempts, passwords


@dataclass(frozen=True, kw_only=True)
class ProveIdentity:
    """A user name and a password, and with what they were sent."""

    username: str
    password: str = field(repr=False)
    user_agent: str = ""


def prove_identity(ctx: Context, command: ProveIdentity, limits: Limits) -> Staff:
    """The person whom user name and password belong to. Raises InvalidCredentials or TooManyAttempts; whether the
    account exists, or is disabled, shows neither in the answer nor in the time it takes."""
    username = rules.normalise_username(command.username)
    attempt = attempts.Attempt(
        username=username if rules.is_username(username) else "",
        address=ctx.origin,
        user_agent=command.user_agent,
    )
    staff = queries.staff_by_username(ctx.session, username)
    attempts.begin(ctx, attempt, staff, limits)
    if staff is not None:
        queries.staff_held(ctx.session, staff.id)  # another password waits for the session that this one opens
    credential = ctx.session.get(Credential, staff.id) if staff else None
    fits = passwords.fits(credential, command.password)
    if staff is None:
        reason = rules.UNKNOWN
    elif not fits:
        reason = rules.WRONG
    else:
        reason = "" if staff.active else rules.DISABLED
    attempts.record(ctx, attempt, staff, reason=reason)
    if staff is None or reason:
        raise InvalidCredentials()
    return staff
