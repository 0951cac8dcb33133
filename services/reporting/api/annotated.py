"""Papers at reports."""

from __future__ import annotations

from sqlalchemy import ColumnElement, true

from chassis.annotations import Annotated, Part, annotations_api
from chassis.auth import Actor
from contracts.permissions import Permission
from services.reporting.store.models import Report


def seen_by(actor: Actor, permission: str) -> ColumnElement[bool]:
    """Whoever may read or write reports may do so with all of them."""
    return true()


REPORTS = Annotated(
    model=Report,
    path="/reports",
    noun="report",
    read=Permission.REPORT_READ,
    write=Permission.REPORT_WRITE,
    configure=Permission.RECORD_CONFIGURE,
    seen_by=seen_by,
    parts=frozenset({Part.ATTACHMENTS}),
)
api = annotations_api(REPORTS)
