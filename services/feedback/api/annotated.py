"""Notes, tags, files and own fields of cases."""

from __future__ import annotations

from chassis.annotations import Annotated, annotations_api
from contracts.permissions import Permission
from services.feedback.store.models import Case
from services.feedback.store.queries import seen_by

CASES = Annotated(
    model=Case,
    path="/cases",
    noun="case",
    read=Permission.CASE_READ,
    write=Permission.CASE_WRITE,
    configure=Permission.RECORD_CONFIGURE,
    seen_by=seen_by,
)
api = annotations_api(CASES)
