"""Changes of customers that wait for a check, and the policy that says which of the owner's do."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.customer import ChangeRequestStatus, CustomerKind
from contracts.reporting import Tier
from services.customer.store.base import Base


class ChangeRequest(Decided, Tracked, Versioned, Base):
    """A change of a checked customer that waits for its check: field -> [before, after]. A change of ``status``
    disables it, one of ``owner_id`` gives it to somebody else. ``visit_by``, ``visited_at``, ``visit_notes``: who
    looked on site, when, and what was seen."""

    __tablename__ = "change_request"
    __table_args__ = (Index("ix_change_request_status_id", "status", "id"),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    status: Mapped[ChangeRequestStatus]
    fields: Mapped[dict[str, Any]]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    visit_by: Mapped[str] = mapped_column(default="", server_default="")
    visited_at: Mapped[datetime | None]
    visit_notes: Mapped[str] = mapped_column(default="", server_default="")


class CheckPolicy(Tracked, Versioned, Base):
    """Which fields of a checked customer of one kind and tier wait for somebody else's check when the owner changes
    them."""

    __tablename__ = "check_policy"
    __table_args__ = (UniqueConstraint("kind", "tier"),)

    kind: Mapped[CustomerKind]
    tier: Mapped[Tier]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
