"""The table of view requests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import Tracked, Versioned
from services.customer.store.base import Base


class ViewRequest(Tracked, Versioned, Base):
    """Somebody asks to see a VIP customer of somebody else, by its code, for some hours.

    ``customer_id`` is None when no such customer could be asked for: the asker is not told the difference. Once
    approved it opens the customer to the asker until ``until``.
    """

    __tablename__ = "view_request"
    __table_args__ = (
        Index("ix_view_request_asker_id_id", "asker_id", "id"),
        Index("ix_view_request_status_id", "status", "id"),
    )

    customer_code: Mapped[str]
    customer_id: Mapped[UUID | None] = mapped_column(index=True)
    asker_id: Mapped[UUID]
    asker_name: Mapped[str]
    purpose: Mapped[str]
    hours: Mapped[int]
    status: Mapped[str]
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
