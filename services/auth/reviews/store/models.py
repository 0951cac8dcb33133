"""The tables of the reviews of accounts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.auth import ReviewAnswer
from services.auth.reviews.domain.reviewing import ReviewStatus
from services.auth.store.base import Base


class ReviewPolicy(Tracked, Versioned, Base):
    """How often accounts are reviewed, how long those who answer have, and after how many days without use an account
    is taken away; there is one."""

    __tablename__ = "review_policy"

    months_between: Mapped[int]
    days_to_answer: Mapped[int]
    idle_days: Mapped[int]


class AccountReview(Tracked, Versioned, Base):
    """A review: opened on a day of the company, answered until ``due_on`` has passed."""

    __tablename__ = "account_review"
    __table_args__ = (Index("ix_account_review_open", "closed_at", unique=True, postgresql_nulls_not_distinct=True),)

    opened_on: Mapped[date]
    due_on: Mapped[date]
    reminded_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]

    @property
    def status(self) -> ReviewStatus:
        """Whether it still waits for answers."""
        return ReviewStatus.OPEN if self.closed_at is None else ReviewStatus.CLOSED


class ReviewedAccount(Decided, Tracked, Versioned, Base):
    """An account in a review: what was said of it (``status``), by whom, and why it was taken away, if it was."""

    __tablename__ = "reviewed_account"
    __table_args__ = (UniqueConstraint("review_id", "staff_id"), Index("ix_reviewed_account_staff_id", "staff_id"))

    review_id: Mapped[UUID] = mapped_column(ForeignKey("account_review.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    status: Mapped[ReviewAnswer] = mapped_column(default=ReviewAnswer.WAITING, server_default="waiting")
    taken_away: Mapped[str] = mapped_column(default="", server_default="")
