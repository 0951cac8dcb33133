"""Named reads of passkeys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from services.auth.store.models import Passkey, PasskeyUse, PasskeyUser


@dataclass(frozen=True, kw_only=True)
class Known:
    """A passkey, and what it said of itself the last time, locked."""

    passkey: Passkey
    use: PasskeyUse


def passkeys_of(session: Session, staff_id: UUID) -> list[tuple[Passkey, PasskeyUse]]:
    """The passkeys of a person with their last uses, the oldest first."""
    rows = select(Passkey, PasskeyUse).join(PasskeyUse, PasskeyUse.passkey_id == Passkey.id)
    found = session.execute(rows.where(_good(staff_id)).order_by(Passkey.id))
    return [(passkey, use) for passkey, use in found]


def passkey_count(session: Session, staff_id: UUID) -> int:
    """How many passkeys a person has."""
    return session.scalar(select(func.count()).select_from(Passkey).where(_good(staff_id))) or 0


def credentials_of(session: Session, staff_id: UUID) -> Mapping[str, Sequence[str]]:
    """The credential ids of a person's passkeys -> how each is reached."""
    rows = select(Passkey.credential_id, Passkey.transports).where(_good(staff_id)).order_by(Passkey.id)
    found: Any = session.execute(rows)
    return dict(found.all())


def passkey_locked(session: Session, staff_id: UUID, id: UUID) -> Passkey | None:
    """A passkey of a person's, for a change; None when it is somebody else's or removed."""
    rows = select(Passkey).where(Passkey.id == id, _good(staff_id)).with_for_update()
    return session.scalar(rows.execution_options(populate_existing=True))


def is_taken(session: Session, credential_id: str) -> bool:
    """Whether anybody has or had this passkey."""
    return session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None


def owner_of(session: Session, credential_id: str) -> UUID | None:
    """Whose passkey it is, whether or not it still holds."""
    return session.scalar(select(Passkey.staff_id).where(Passkey.credential_id == credential_id))


def known_locked(session: Session, staff_id: UUID, credential_id: str) -> Known | None:
    """A person's passkey as it is at this moment; two tries with it go one after another."""
    rows = (
        select(Passkey, PasskeyUse)
        .join(PasskeyUse, PasskeyUse.passkey_id == Passkey.id)
        .where(Passkey.credential_id == credential_id, _good(staff_id))
        .with_for_update()
    )
    found = session.execute(rows, execution_options={"populate_existing": True}).one_or_none()
    return Known(passkey=found[0], use=found[1]) if found else None


def handle_of(session: Session, staff_id: UUID) -> str:
    """By which name a person's passkeys know them; '' when there never was one."""
    return session.scalar(select(PasskeyUser.handle).where(PasskeyUser.staff_id == staff_id)) or ""


def _good(staff_id: UUID) -> ColumnElement[bool]:
    return and_(Passkey.staff_id == staff_id, Passkey.ended_at.is_(None))
