"""Signing in with a passkey: as the second step after the password, or alone, when the passkey knows its person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from chassis.auth.relying_party import RelyingParty
from chassis.context import Context
from chassis.errors import Refused
from chassis.logs import get_logger
from contracts.auth import SignInMethod
from services.auth.domain import attempts as reasons
from services.auth.domain import passkeys as rules
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import ChallengeEnded, PasskeyCopied, PasskeyRefused, PasskeyUnverified
from services.auth.domain.passkeys import NotProved
from services.auth.domain.second_factors import Purpose
from services.auth.store import passkeys as store
from services.auth.store import queries
from services.auth.store.models import Staff
from services.auth.usecases import attempts, challenges
from services.auth.usecases.passkeys import Asked, asked

log = get_logger(__name__)
_REFUSALS: dict[str, type[Refused]] = {
    reasons.UNVERIFIED_PASSKEY: PasskeyUnverified,
    reasons.COPIED_PASSKEY: PasskeyCopied,
}


@dataclass(frozen=True, kw_only=True)
class BeginPasskey:
    """Somebody wants to sign in with nothing but a passkey; nobody knows yet who."""

    user_agent: str = ""


@dataclass(frozen=True, kw_only=True)
class AskPasskey:
    """The challenge of a sign-in whose password was right."""

    challenge: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ProvePasskey:
    """What a passkey has signed: the values of WebAuthn, as base64url."""

    challenge: str = field(repr=False)
    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str
    user_handle: str = ""
    user_agent: str = ""


def ask_alone(ctx: Context, command: BeginPasskey, limit: RateLimit, party: RelyingParty) -> Asked:
    """What the browser of somebody unknown is asked. Raises TooManyAttempts."""
    attempt = attempts.Attempt(username="", address=ctx.origin, user_agent=command.user_agent)
    attempts.begin(ctx, attempt, None, limit)
    secret = challenges.open_challenge(ctx, Purpose.PASSKEY, None)
    return asked(secret, rules.request_options(party, secret, allowed={}, verified=True))


def ask_second(ctx: Context, command: AskPasskey, party: RelyingParty) -> Asked:
    """What the browser of somebody whose password was right is asked. Raises ChallengeEnded."""
    challenge = challenges.take(ctx, command.challenge, Purpose.SECOND_FACTOR)
    allowed = store.credentials_of(ctx.session, challenge.staff_id) if challenge.staff_id else {}
    if not allowed:
        raise ChallengeEnded()
    return asked(command.challenge, rules.request_options(party, command.challenge, allowed=allowed, verified=False))


def prove_alone(ctx: Context, command: ProvePasskey, limit: RateLimit, party: RelyingParty) -> Staff:
    """The person whose passkey has signed, and known who used it: that is both factors at once. Raises PasskeyRefused,
    PasskeyUnverified, PasskeyCopied, TooManyAttempts, or ChallengeEnded; one challenge bears one answer."""
    owner = store.owner_of(ctx.session, command.credential_id)
    staff = ctx.session.get(Staff, owner) if owner else None
    attempt = _attempt(ctx, command, staff, SignInMethod.PASSKEY)
    attempts.begin(ctx, attempt, staff, limit)
    held = queries.staff_held(ctx.session, owner) if owner else None
    challenges.take(ctx, command.challenge, Purpose.PASSKEY).ended_at = ctx.now
    if held is None:
        log.info("passkey_refused", why="unknown")
        _refuse(ctx, attempt, None, reasons.WRONG_PASSKEY)
    reason = _judge(ctx, command, party, held, alone=True) if held.active else reasons.DISABLED
    if reason:
        _refuse(ctx, attempt, held, reason)
    attempts.record(ctx, attempt, held)
    return held


def prove_second(ctx: Context, command: ProvePasskey, limit: RateLimit, party: RelyingParty) -> Staff:
    """The person who has proved the password and now has a passkey sign. Raises PasskeyRefused, PasskeyCopied,
    TooManyAttempts, or ChallengeEnded: then the password is asked for again."""
    owner = challenges.owner_of(ctx, command.challenge)
    staff = ctx.session.get(Staff, owner)
    attempt = _attempt(ctx, command, staff, challenges.method_of(ctx, command.challenge))
    attempts.begin(ctx, attempt, staff, limit)
    held = queries.staff_held(ctx.session, owner)
    challenge = challenges.take(ctx, command.challenge, Purpose.SECOND_FACTOR)
    if held is None or not held.active:
        raise ChallengeEnded()
    reason = _judge(ctx, command, party, held, alone=False)
    if reason:
        challenges.fail(ctx, challenge)
        _refuse(ctx, attempt, held, reason)
    challenge.ended_at = ctx.now
    attempts.record(ctx, attempt, held)
    return held


def _judge(ctx: Context, command: ProvePasskey, party: RelyingParty, held: Staff, *, alone: bool) -> str:
    """Why the answer does not prove it, '' when it does; a right one is noted at the passkey. The person is held by the
    caller, so that no passkey is taken away meanwhile."""
    known = store.known_locked(ctx.session, held.id, command.credential_id)
    if known is None:
        log.info("passkey_refused", why="removed, or not this person's")
        return reasons.WRONG_PASSKEY
    try:
        use = rules.check_use(
            party,
            command.challenge,
            credential_id=command.credential_id,
            public_key=known.passkey.public_key,
            client_data=command.client_data,
            authenticator_data=command.authenticator_data,
            signature=command.signature,
        )
    except NotProved as error:
        log.info("passkey_refused", why=str(error))
        return reasons.WRONG_PASSKEY
    handle = store.handle_of(ctx.session, held.id)
    if command.user_handle != handle and (alone or command.user_handle):
        log.info("passkey_refused", why="made for another person")
        return reasons.WRONG_PASSKEY
    if rules.went_back(known.use.sign_count, use.sign_count):
        return reasons.COPIED_PASSKEY
    known.use.sign_count, known.use.backed_up = use.sign_count, use.backed_up
    if alone and not use.verified:
        return reasons.UNVERIFIED_PASSKEY
    known.use.at = ctx.now
    return ""


def _attempt(ctx: Context, command: ProvePasskey, staff: Staff | None, method: SignInMethod) -> attempts.Attempt:
    username = staff.username if staff else ""
    return attempts.Attempt(username=username, address=ctx.origin, user_agent=command.user_agent, method=method)


def _refuse(ctx: Context, attempt: attempts.Attempt, staff: Staff | None, reason: str) -> NoReturn:
    attempts.record(ctx, attempt, staff, reason=reason)
    raise _REFUSALS.get(reason, PasskeyRefused)()
