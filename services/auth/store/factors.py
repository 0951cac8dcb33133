"""Named reads of second factors and challenges; of passkeys: store.passkeys."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.auth.store.models import Challenge, Passkey, RecoveryCode, Totp


def with_totp(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people have an authenticator, in one query."""
    return set(session.scalars(select(Totp.staff_id).where(Totp.staff_id.in_(set(ids)), Totp.secret != "")))


def with_factor(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people have a second factor of any kind."""
    wanted = set(ids)
    return with_totp(session, wanted) | with_passkey(session, wanted)


def with_passkey(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some people have a passkey, in one query."""
    return set(
        session.scalars(select(Passkey.staff_id).where(Passkey.staff_id.in_(set(ids)), Passkey.ended_at.is_(None)))
    )


def totp_locked(session: Session, staff_id: UUID) -> Totp | None:
    """A person's authenticator as it is at this moment, for a change."""
    return session.get(Totp, staff_id, with_for_update=True, populate_existing=True)


def codes_left(session: Session, staff_id: UUID) -> int:
    """How many recovery codes of a person are still good."""
    rows = select(func.count()).select_from(RecoveryCode)
    return session.scalar(rows.where(RecoveryCode.staff_id == staff_id, RecoveryCode.ended_at.is_(None))) or 0


def good_codes(session: Session, staff_id: UUID) -> list[RecoveryCode]:
    """The recovery codes of a person that are still good, locked."""
    rows = select(RecoveryCode).where(RecoveryCode.staff_id == staff_id, RecoveryCode.ended_at.is_(None))
    locked = rows.order_by(RecoveryCode.code_hash).with_for_update()
    return list(session.scalars(locked.execution_options(populate_existing=True)))


def challenge_owner(session: Session, secret_hash: str) -> UUID | None:
    """Whose proof a challenge belongs to, whether or not it still holds."""
    return session.scalar(select(Challenge.staff_id).where(Challenge.secret_hash == secret_hash))


def challenge_locked(session: Session, secret_hash: str) -> Challenge | None:
    """A challenge as it is at this moment, for a change."""
    return session.get(Challenge, secret_hash, with_for_update=True, populate_existing=True)
