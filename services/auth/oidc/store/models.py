"""As whom a provider of sign-ins knows people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import new_id
from services.auth.store.base import Base


class ProviderLink(Base):
    """As whom a provider of sign-ins knows a person. An ended one is history."""

    __tablename__ = "provider_link"
    __table_args__ = (
        Index("uq_provider_link_subject", "issuer", "subject", unique=True, postgresql_where="ended_at IS NULL"),
        Index("uq_provider_link_staff", "staff_id", "issuer", unique=True, postgresql_where="ended_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    username: Mapped[str]
    linked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
