"""How each person wants to be told of a kind of notice, where they have said it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session

from chassis.db import Tracked, Versioned
from contracts.activity import Delivery, NoticeKind
from services.activity.store.base import Base


class NoticeSetting(Tracked, Versioned, Base):
    """What somebody has chosen for a kind of notice."""

    __tablename__ = "notice_setting"
    __table_args__ = (UniqueConstraint("staff_id", "kind"),)

    staff_id: Mapped[UUID]
    kind: Mapped[NoticeKind]
    delivery: Mapped[Delivery]


def settings_of(session: Session, staff_id: UUID | None, *, lock: bool = False) -> dict[NoticeKind, NoticeSetting]:
    """What one person has chosen, by kind; with ``lock`` it stays until the transaction ends."""
    rows = select(NoticeSetting).where(NoticeSetting.staff_id == staff_id).order_by(NoticeSetting.kind)
    if lock:
        rows = rows.with_for_update()
    return {setting.kind: setting for setting in session.scalars(rows)}


def chosen_by(
    session: Session, staff_ids: Collection[UUID], kinds: Collection[NoticeKind]
) -> dict[tuple[UUID, NoticeKind], Delivery]:
    """What some people have chosen for some kinds, in one query."""
    rows = select(NoticeSetting.staff_id, NoticeSetting.kind, NoticeSetting.delivery).where(
        NoticeSetting.staff_id.in_(staff_ids), NoticeSetting.kind.in_(kinds)
    )
    return {(staff_id, kind): delivery for staff_id, kind, delivery in session.execute(rows)}
