"""The tables of merging."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import Tracked, Versioned
from contracts.customer import PairStatus
from services.customer.store.base import Base


class Merge(Tracked, Versioned, Base):
    """A customer that went into another. ``taken``: of the one that lives on, field -> [before, after]. ``kept``: of a
    merge that was taken apart again, the fields that somebody had changed meanwhile, and that stayed."""

    __tablename__ = "merge"
    __table_args__ = (
        Index("uq_merge_in_force", "customer_id", unique=True, postgresql_where="separated_at IS NULL"),
        Index("ix_merge_into_id", "into_id"),
    )

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    into_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    taken: Mapped[dict[str, Any]]
    kept: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    separated_by: Mapped[UUID | None]
    separated_by_name: Mapped[str] = mapped_column(default="", server_default="")
    separated_at: Mapped[datetime | None]


class MergedRow(Base):
    """A row that a merge moved: of which table, and which. A tag is named by the tag."""

    __tablename__ = "merged_row"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("merge.id"), primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)


class LikelyPair(Tracked, Versioned, Base):
    """Two customers that are likely one; ``first_id`` is the smaller id. ``reasons``: what speaks for it, the strongest
    first. Whoever knows that they are two has it remembered."""

    __tablename__ = "likely_pair"
    __untracked__ = frozenset({"score", "reasons"})
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_likely_pair_second_id", "second_id"),
        Index("ix_likely_pair_open", "score", "id", postgresql_where="status = 'open'"),
    )

    first_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    score: Mapped[int]
    reasons: Mapped[list[str]]
    status: Mapped[PairStatus]
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
