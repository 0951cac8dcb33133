"""The tables of lost passwords: links by mail, and requests that wait for a second person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.auth import AccountRequestKind, AccountRequestStatus
from services.auth.resets.domain.links import LinkKind
from services.auth.store.base import Base


class PasswordLink(Base):
    """A link to set a password by. Whoever got the letter holds the token; only its SHA-256 is here. ``email``: where
    the letter went; ``made_by`` is None when the person asked."""

    __tablename__ = "password_link"
    __table_args__ = (Index("ix_password_link_staff_id_made_at", "staff_id", "made_at"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[LinkKind]
    email: Mapped[str]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AccountRequest(Decided, Tracked, Versioned, Base):
    """Something asked for somebody's account that a second person confirms. ``by_administrator``: who asked runs the
    house's accounts, so that the one who confirms hands the password over; else the one who asked does.
    ``token_id``: the program's token that is asked for."""

    __tablename__ = "account_request"
    __table_args__ = (
        Index("ix_account_request_open", "staff_id", postgresql_where="status IN ('waiting', 'confirmed')"),
    )

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[AccountRequestKind]
    status: Mapped[AccountRequestStatus]
    requested_by: Mapped[UUID]
    requested_by_name: Mapped[str]
    by_administrator: Mapped[bool]
    token_id: Mapped[UUID | None] = mapped_column(ForeignKey("api_token.id"))
    expires_at: Mapped[datetime]

    @property
    def hands_over(self) -> UUID | None:
        """Who is shown the one-time password, this once."""
        return self.decided_by if self.by_administrator else self.requested_by
