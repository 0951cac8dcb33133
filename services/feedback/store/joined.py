"""Cases that have to do with one another: linked by hand, or merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.db import new_id
from contracts.feedback import CaseRelation
from services.feedback.store.models import Case, CaseLink
from services.feedback.store.queries import seen_by


@dataclass(frozen=True)
class Related:
    """Another case, and what it is to the one at hand."""

    relation: CaseRelation
    case: Case


def case_by_code(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Case | None:
    """The case of a code, if the actor may see it; with ``lock`` as it is now, until the transaction ends."""
    rows = select(Case).where(Case.code == code.strip().upper(), seen_by(actor))
    if lock:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return session.scalar(rows)


def related(session: Session, actor: Actor, case: Case) -> list[Related]:
    """The cases that a case has to do with, as far as the actor may see them, those that came in first first."""
    linked = set(_linked_ids(session, case.id))
    ids = or_(Case.id.in_(linked), Case.id == case.merged_into_id, Case.merged_into_id == case.id)
    found = session.scalars(select(Case).where(ids, seen_by(actor)).order_by(Case.received_at, Case.id))
    return [Related(_relation(case, other), other) for other in found]


def _relation(case: Case, other: Case) -> CaseRelation:
    if other.id == case.merged_into_id:
        return CaseRelation.MERGED_INTO
    return CaseRelation.MERGED_FROM if other.merged_into_id == case.id else CaseRelation.LINKED


def _linked_ids(session: Session, id: UUID) -> Iterator[UUID]:
    rows = select(CaseLink).where(CaseLink.active, or_(CaseLink.case_id == id, CaseLink.other_id == id))
    for link in session.scalars(rows):
        yield link.other_id if link.case_id == id else link.case_id


def set_link(session: Session, id: UUID, other_id: UUID, active: bool) -> bool:
    """Link two cases, or no longer. False when that is so already."""
    first, second = sorted((id, other_id))
    rows = select(CaseLink).where(CaseLink.case_id == first, CaseLink.other_id == second)
    known = session.scalar(rows.with_for_update())
    if known is None:
        if active:
            session.add(CaseLink(id=new_id(), case_id=first, other_id=second, active=True))
        return active
    changed, known.active = known.active is not active, active
    return changed
