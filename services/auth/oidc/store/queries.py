"""Named reads of the links between people and a provider of sign-ins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.auth.store.models import Challenge, ProviderLink, Role


def link_of_subject(session: Session, issuer: str, subject: str) -> ProviderLink | None:
    """The link of somebody as the provider knows them."""
    rows = select(ProviderLink).where(
        ProviderLink.issuer == issuer, ProviderLink.subject == subject, ProviderLink.ended_at.is_(None)
    )
    return session.scalar(rows, execution_options={"populate_existing": True})


def link_of_person(session: Session, staff_id: UUID, issuer: str) -> ProviderLink | None:
    """The link of a person to a provider."""
    rows = select(ProviderLink).where(
        ProviderLink.staff_id == staff_id, ProviderLink.issuer == issuer, ProviderLink.ended_at.is_(None)
    )
    return session.scalar(rows, execution_options={"populate_existing": True})


def links_of_person(session: Session, staff_id: UUID) -> list[ProviderLink]:
    """The links of a person to any provider, the oldest first."""
    rows = select(ProviderLink).where(ProviderLink.staff_id == staff_id, ProviderLink.ended_at.is_(None))
    return list(session.scalars(rows.order_by(ProviderLink.id)))


def roles_with_groups(session: Session) -> list[Role]:
    """The roles that groups give people, by code; they stay as they are until the transaction ends."""
    rows = select(Role).where(func.jsonb_array_length(Role.groups) > 0, ~Role.for_programs).order_by(Role.code)
    return list(session.scalars(rows.with_for_update(read=True).execution_options(populate_existing=True)))


def spend_once(session: Session, secret_hash: str, purpose: str, now: datetime, expires_at: datetime) -> bool:
    """Note that a secret was used; False when it had been used before."""
    values = {
        "secret_hash": secret_hash,
        "purpose": purpose,
        "made_at": now,
        "expires_at": expires_at,
        "ended_at": now,
    }
    spent = insert(Challenge).values(values).on_conflict_do_nothing().returning(Challenge.secret_hash)
    return session.execute(spent).first() is not None
