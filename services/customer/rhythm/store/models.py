"""The policy of work by tier: a row for each kind of customer and tier."""

from __future__ import annotations

from sqlalchemy import Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import Tracked, Versioned
from contracts.customer import CustomerKind
from contracts.reporting import Tier
from services.customer.store.base import Base


class RhythmPolicy(Tracked, Versioned, Base):
    """How customers of one kind and tier are served. ``method``: in words, Markdown. ``every_days``: so many days after
    a contact the next one is due; None: there is no rhythm."""

    __tablename__ = "rhythm_policy"
    __table_args__ = (UniqueConstraint("kind", "tier"),)

    kind: Mapped[CustomerKind]
    tier: Mapped[Tier]
    method: Mapped[str]
    every_days: Mapped[int | None] = mapped_column(Integer)
