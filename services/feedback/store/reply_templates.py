"""Templates of answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from chassis.db import Listing, ListQuery, Page, narrowed, one
from contracts.feedback import TemplateStatus
from services.feedback.store.models import ReplyTemplate

TEMPLATES: Listing[ReplyTemplate] = Listing({"name": (ReplyTemplate.name, ReplyTemplate.id)}, default="name")
OFFERED = 100
"""How many templates are offered to who answers, at most."""


@dataclass(frozen=True, kw_only=True)
class TemplateFilter(ListQuery):
    """What a list of templates is narrowed by."""

    status: str = ""


def template_page(session: Session, wanted: TemplateFilter) -> Page[ReplyTemplate]:
    """Templates by name."""
    return TEMPLATES.page(session, narrowed(select(ReplyTemplate), wanted, ReplyTemplate.status), wanted)


def offered(session: Session) -> list[ReplyTemplate]:
    """The templates in use, by name."""
    return list(session.scalars(_in_use().order_by(ReplyTemplate.name, ReplyTemplate.id).limit(OFFERED)))


def template_in_use(session: Session, id: UUID) -> ReplyTemplate:
    """A template in use. Raises NotFound."""
    return one(session, _in_use().where(ReplyTemplate.id == id))


def template_of(session: Session, id: UUID, *, lock: bool = False) -> ReplyTemplate:
    """A template, in use or not. Raises NotFound."""
    return one(session, select(ReplyTemplate).where(ReplyTemplate.id == id), lock=lock)


def _in_use() -> Select[ReplyTemplate]:
    return select(ReplyTemplate).where(ReplyTemplate.status == TemplateStatus.ACTIVE)
