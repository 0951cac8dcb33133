"""Notices, and their named queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Index, Select, UniqueConstraint, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.db import Page, PageQuery, fetch_page, new_id, one
from chassis.db.listing import Count, count
from chassis.db.records import ROWS_AT_ONCE
from contracts.activity import Delivery, NoticeKind
from services.activity.store.base import Base

MOST_COUNTED = 99
"""How far unread notices are counted: beyond it the bell says 99+, and the count stays cheap."""


class Notice(Base):
    """Somebody should look at a record. Nothing of the record is kept but its code: the rest is read there, with the
    rights that the reader has then.

    ``notice_id``: the same for all who are told of it. ``delivery``: how the person was told; ``mailed_at``: when it
    went out with the mail of a day.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("notice_id", "staff_id"),
        Index("ix_notice_staff_id_at_id", "staff_id", "at", "id"),
        Index("ix_notice_staff_id_kind_at_id", "staff_id", "kind", "at", "id"),
        Index("ix_notice_unread", "staff_id", "at", "id", postgresql_where=text("read_at IS NULL")),
        Index(
            "ix_notice_daily",
            "staff_id",
            "at",
            postgresql_where=text("delivery = 'daily' AND mailed_at IS NULL AND read_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    notice_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    kind: Mapped[NoticeKind]
    at: Mapped[datetime]
    record_kind: Mapped[str]
    record_id: Mapped[UUID]
    code: Mapped[str]
    due_at: Mapped[datetime | None]
    delivery: Mapped[Delivery]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class NoticeFilter(PageQuery):
    """What one's notices are narrowed by; empty means not narrowed."""

    kind: NoticeKind | None = None
    unread: bool = False


def add_notices(session: Session, rows: Sequence[dict[str, Any]]) -> list[Notice]:
    """Tell who was not told of it yet; the notices that are new."""
    added: list[Notice] = []
    for start in range(0, len(rows), ROWS_AT_ONCE // 2):
        statement = insert(Notice).on_conflict_do_nothing().returning(Notice)
        added += session.scalars(statement, rows[start : start + ROWS_AT_ONCE // 2])
    return added


def notices_of(staff_id: UUID | None) -> Select[Notice]:
    """Whose notices they are, nobody else sees them."""
    return select(Notice).where(Notice.staff_id == staff_id)


def notice_page(session: Session, staff_id: UUID | None, query: NoticeFilter) -> Page[Notice]:
    """One page of somebody's notices, the latest first."""
    rows = _narrowed(notices_of(staff_id), query.kind, query.unread)
    order = [Notice.at, Notice.id]
    return fetch_page(session, rows, order=order, descending=True, after=query.after, limit=query.limit)


def unread_count(session: Session, staff_id: UUID | None) -> Count:
    """How many notices somebody has not read yet, out of an index, counted to MOST_COUNTED."""
    unread = select(Notice.id).where(Notice.staff_id == staff_id, Notice.read_at.is_(None))
    return count(session, unread, MOST_COUNTED)


def notice_of(session: Session, staff_id: UUID | None, id: UUID) -> Notice:
    """One of somebody's notices. Raises NotFound."""
    return one(session, notices_of(staff_id).where(Notice.id == id), lock=True)


def read_all(session: Session, staff_id: UUID | None, kind: NoticeKind | None, now: datetime) -> int:
    """Mark as read what somebody has not read yet, of one kind or of all; how many these were."""
    unread = update(Notice).where(Notice.staff_id == staff_id, Notice.read_at.is_(None))
    if kind is not None:
        unread = unread.where(Notice.kind == kind)
    done = session.execute(unread.values(read_at=now), execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount


def waiting_for_mail(session: Session, after: UUID | None, most: int) -> list[UUID]:
    """Some of those who have unread notices for the mail of the day, in the order of their ids, beyond ``after``."""
    rows = select(Notice.staff_id).where(*_FOR_MAIL).distinct().order_by(Notice.staff_id).limit(most)
    if after is not None:
        rows = rows.where(Notice.staff_id > after)
    return list(session.scalars(rows))


def take_for_mail(session: Session, staff_ids: Collection[UUID], now: datetime) -> list[Notice]:
    """The notices for the mail of the day of some people, which are in no other from now on; the latest first."""
    taken = update(Notice).where(Notice.staff_id.in_(staff_ids), *_FOR_MAIL).values(mailed_at=now).returning(Notice)
    found = session.scalars(taken, execution_options={"synchronize_session": False})
    return sorted(found, key=lambda notice: (notice.at, notice.id), reverse=True)


_FOR_MAIL = (Notice.delivery == Delivery.DAILY, Notice.mailed_at.is_(None), Notice.read_at.is_(None))


def _narrowed(rows: Select[Notice], kind: NoticeKind | None, unread: bool) -> Select[Notice]:
    if kind is not None:
        rows = rows.where(Notice.kind == kind)
    return rows.where(Notice.read_at.is_(None)) if unread else rows
