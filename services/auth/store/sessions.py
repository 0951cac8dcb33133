"""Named reads of sessions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.auth.store.models import OpenSession


def owner_of_session(session: Session, secret_hash: str) -> UUID | None:
    """Whose session a secret opens, whether or not it still holds."""
    return session.scalar(select(OpenSession.staff_id).where(OpenSession.secret_hash == secret_hash))


def session_of(session: Session, secret_hash: str) -> OpenSession | None:
    """The session of a secret, locked."""
    rows = select(OpenSession).where(OpenSession.secret_hash == secret_hash).with_for_update()
    return session.scalar(rows, execution_options={"populate_existing": True})


def session_locked(session: Session, id: UUID) -> OpenSession | None:
    """A session by its id, locked."""
    rows = select(OpenSession).where(OpenSession.id == id).with_for_update()
    return session.scalar(rows, execution_options={"populate_existing": True})


def sessions_not_ended(session: Session, staff_id: UUID) -> list[OpenSession]:
    """The sessions of a person that nobody has ended, the one used last first; some may have run out."""
    rows = select(OpenSession).where(OpenSession.staff_id == staff_id, OpenSession.ended_at.is_(None))
    return list(session.scalars(rows.order_by(OpenSession.seen_at.desc(), OpenSession.id)))


def open_sessions(session: Session, staff_id: UUID) -> list[OpenSession]:
    """The sessions of a person that nobody has ended, locked."""
    rows = select(OpenSession).where(OpenSession.staff_id == staff_id, OpenSession.ended_at.is_(None))
    locked = rows.order_by(OpenSession.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(locked))
