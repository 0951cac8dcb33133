"""Proofs in two halves: the first opens a challenge, the second answers it."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from contracts.auth import SignInMethod
from services.auth.domain import second_factors as rules
from services.auth.domain.errors import ChallengeEnded
from services.auth.domain.second_factors import Purpose
from services.auth.domain.sessions import new_secret, secret_hash
from services.auth.store import factors
from services.auth.store.models import Challenge


def open_challenge(
    ctx: Context, purpose: Purpose, staff_id: UUID | None, *, method: SignInMethod = SignInMethod.PASSWORD
) -> str:
    """Begin a proof; the secret that its second half needs is nowhere else than in this answer."""
    secret = new_secret()
    ctx.session.add(
        Challenge(
            secret_hash=secret_hash(secret),
            purpose=purpose,
            staff_id=staff_id,
            method=method,
            made_at=ctx.now,
            expires_at=ctx.now + rules.CHALLENGE_LIFETIME,
        )
    )
    return secret


def owner_of(ctx: Context, secret: str) -> UUID:
    """Whose proof it is; ChallengeEnded when there is none. Locks nothing."""
    whose = factors.challenge_owner(ctx.session, secret_hash(secret))
    if whose is None:
        raise ChallengeEnded()
    return whose


def method_of(ctx: Context, secret: str) -> SignInMethod:
    """How the half that was brought already was proved."""
    found = ctx.session.get(Challenge, secret_hash(secret))
    return found.method if found is not None else SignInMethod.PASSWORD


def take(ctx: Context, secret: str, purpose: Purpose) -> Challenge:
    """The challenge, locked, if it is for this and still holds; ChallengeEnded otherwise."""
    found = factors.challenge_locked(ctx.session, secret_hash(secret))
    if found is None or found.purpose != purpose or found.ended_at is not None or found.expires_at <= ctx.now:
        raise ChallengeEnded()
    return found


def fail(ctx: Context, challenge: Challenge) -> None:
    """Count a wrong answer; after some the proof has to be begun again."""
    challenge.tries += 1
    if challenge.tries >= rules.MOST_TRIES:
        challenge.ended_at = ctx.now
