"""What we have heard of the cases of our customers: in whose hands each is, and when it has ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.feed.projections import Projection, same
from contracts.feedback import IN_HAND, CaseChanged, CaseStatus
from services.customer.store.base import Base


class CaseInHand(Base):
    """A case, and who has it in hand: ``assignee_id`` is None when nobody has. ``ended_at``: when it was answered or
    closed; None before."""

    __tablename__ = "case_in_hand"
    __table_args__ = (
        Index("ix_case_in_hand_assignee_id", "assignee_id", postgresql_where="assignee_id IS NOT NULL"),
        Index("ix_case_in_hand_customer_id_ended_at", "customer_id", "ended_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str]
    customer_id: Mapped[UUID]
    assignee_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


ENDED = frozenset({CaseStatus.ANSWERED, CaseStatus.CLOSED})

CASES = Projection(
    CaseChanged,
    CaseInHand,
    {
        "id": "case_id",
        **same("version", "code", "customer_id"),
        "assignee_id": lambda said: said.assignee_id if said.status in IN_HAND else None,
        "ended_at": lambda said: (said.closed_at or said.answered_at) if said.status in ENDED else None,
    },
)
