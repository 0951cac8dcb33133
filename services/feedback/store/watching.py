"""Who watches which case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from chassis.db import new_id
from services.feedback.store.models import CaseWatcher


def watched_by(staff_id: UUID | None) -> Select[Any]:
    """The ids of the cases that somebody watches."""
    return select(CaseWatcher.case_id).where(CaseWatcher.staff_id == staff_id, CaseWatcher.active)


def watchers(session: Session, case_id: UUID) -> list[UUID]:
    """Who watches a case."""
    return list(session.scalars(select(CaseWatcher.staff_id).where(CaseWatcher.case_id == case_id, CaseWatcher.active)))


def is_watched(session: Session, case_id: UUID, staff_id: UUID | None) -> bool:
    """Whether somebody watches a case."""
    rows = select(CaseWatcher.id).where(CaseWatcher.case_id == case_id, CaseWatcher.staff_id == staff_id)
    return session.scalar(rows.where(CaseWatcher.active)) is not None


def set_watching(session: Session, case_id: UUID, staff_id: UUID, active: bool) -> None:
    """Have somebody watch a case, or no longer."""
    rows = select(CaseWatcher).where(CaseWatcher.case_id == case_id, CaseWatcher.staff_id == staff_id)
    known = session.scalar(rows.with_for_update())
    if known is not None:
        known.active = active
    elif active:
        session.add(CaseWatcher(id=new_id(), case_id=case_id, staff_id=staff_id, active=True))
