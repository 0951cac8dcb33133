"""What customers were asked, and the wrong links that were tried."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.db import Versioned, new_id
from services.feedback.store.base import Base


class Survey(Versioned, Base):
    """A customer was asked about a case, once. Of the link's token only the hash is kept."""

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("case_id"), UniqueConstraint("token_hash"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    token_hash: Mapped[str]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class WrongLink(Base):
    """Somebody tried a link that there is none of, or that is over."""

    __tablename__ = "wrong_link"
    __table_args__ = (Index("ix_wrong_link_address_at", "address", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    address: Mapped[str]


def was_asked(session: Session, case_id: UUID) -> bool:
    """Whether the customer was asked about a case."""
    return session.scalar(select(Survey.id).where(Survey.case_id == case_id)) is not None


def case_asked_by(session: Session, token_hash: str) -> UUID | None:
    """The case that a link asks about."""
    return session.scalar(select(Survey.case_id).where(Survey.token_hash == token_hash))


def survey_locked(session: Session, token_hash: str) -> Survey:
    """What a link asks, locked."""
    return session.scalars(select(Survey).where(Survey.token_hash == token_hash).with_for_update()).one()


def wrong_links_from(session: Session, address: str, since: datetime) -> int:
    """How many wrong links an address has tried since then."""
    rows = select(func.count()).where(WrongLink.address == address, WrongLink.at > since)
    return session.scalar(rows) or 0
