"""Signing in: who somebody is, by password and, where there is one, a second factor."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis.auth.sealing import SecretBox
from chassis.context import Context
from services.auth.domain import attempts as rules
from services.auth.domain import second_factors
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import (
    ChallengeEnded,
    GivenPasswordEnded,
    InvalidCredentials,
    SecondFactorRequired,
    WrongCode,
)
from services.auth.domain.passwords import given_holds
from services.auth.domain.second_factors import Purpose
from services.auth.store import queries
from services.auth.store.models import Challenge, Credential, Staff
from services.auth.usecases import attempts, challenges, passwords
from services.auth.usecases.second_factors import code_fits, methods_of


@dataclass(frozen=True, kw_only=True)
class ProveIdentity:
    """A user name and a password, and of which program; a program may send the second factor's ``code`` along."""

    username: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    user_agent: str = ""


@dataclass(frozen=True, kw_only=True)
class ProveSecond:
    """The answer to a challenge: a code of the authenticator, or a recovery code."""

    challenge: str = field(repr=False)
    code: str = field(repr=False)
    user_agent: str = ""


def prove_identity(ctx: Context, command: ProveIdentity, limit: RateLimit, box: SecretBox) -> Staff:
    """The person whom user name and password belong to. Raises InvalidCredentials or TooManyAttempts, or to who knows a
    password that was handed over too long ago GivenPasswordEnded; whether the account exists, or is disabled, shows
    neither in the answer nor in the time it takes. Who has a second factor and sent no code is asked for it:
    SecondFactorRequired."""
    username = rules.normalise_username(command.username)
    attempt = attempts.Attempt(
        username=username if rules.is_username(username) else "",
        address=ctx.origin,
        user_agent=command.user_agent,
    )
    staff = queries.staff_by_username(ctx.session, username)
    attempts.begin(ctx, attempt, staff, limit)
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
    if staff is None or reason:
        attempts.record(ctx, attempt, staff, reason=reason)
        raise InvalidCredentials()
    if credential is not None and credential.must_change and not given_holds(credential.changed_at, ctx.now):
        attempts.record(ctx, attempt, staff, reason=rules.ENDED)
        raise GivenPasswordEnded()
    if methods_of(ctx, staff):
        _second(ctx, command.code, attempt, staff, box)
    attempts.record(ctx, attempt, staff)
    return staff


def prove_second(ctx: Context, command: ProveSecond, limit: RateLimit, box: SecretBox) -> Staff:
    """The person who has proved the password and now the second factor, too. Raises WrongCode, TooManyAttempts, or
    ChallengeEnded: then the password is asked for again."""
    staff = ctx.session.get(Staff, challenges.owner_of(ctx, command.challenge))
    if staff is None:
        raise ChallengeEnded()
    attempt = attempts.Attempt(
        username=staff.username,
        address=ctx.origin,
        user_agent=command.user_agent,
        method=challenges.method_of(ctx, command.challenge),
    )
    attempts.begin(ctx, attempt, staff, limit)
    held = queries.staff_held(ctx.session, staff.id)
    challenge = challenges.take(ctx, command.challenge, Purpose.SECOND_FACTOR)
    if held is None or not held.active:
        raise ChallengeEnded()
    _check_code(ctx, command.code, attempt, held, box, challenge)
    challenge.ended_at = ctx.now
    attempts.record(ctx, attempt, held)
    return held


def _second(ctx: Context, code: str, attempt: attempts.Attempt, staff: Staff, box: SecretBox) -> None:
    if code:
        _check_code(ctx, code, attempt, staff, box, None)
        return
    attempts.record(ctx, attempt, staff, reason=rules.HALF)
    raise SecondFactorRequired(
        second_factor=[method.value for method in methods_of(ctx, staff)],
        challenge=challenges.open_challenge(ctx, Purpose.SECOND_FACTOR, staff.id),
        expires_in=int(second_factors.CHALLENGE_LIFETIME.total_seconds()),
    )


def _check_code(
    ctx: Context, code: str, attempt: attempts.Attempt, staff: Staff, box: SecretBox, challenge: Challenge | None
) -> None:
    if code_fits(ctx, staff, code, box):
        return
    if challenge is not None:
        challenges.fail(ctx, challenge)
    attempts.record(ctx, attempt, staff, reason=rules.WRONG_CODE)
    raise WrongCode()
