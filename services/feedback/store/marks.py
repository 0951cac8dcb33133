"""Cases at a mark before their deadline, or at it: found by an index, written down in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from services.feedback.domain.desks import UNDONE
from services.feedback.store.models import Case

AT_ONCE = 500
TABLE: Any = Case.__table__


def cases_at_mark(session: Session, now: datetime) -> Sequence[Any]:
    """Up to AT_ONCE cases of which something is to be told, locked; one that somebody works on right now is left for
    the next time. What waits for the customer is not among them."""
    columns = TABLE.c
    first = and_(columns.first_due_at <= now, columns.first_answered_at.is_(None), columns.first_told.is_(False))
    rows = (
        select(
            *(columns.id, columns.code, columns.desk, columns.assignee_id, columns.due_at, columns.due_clock),
            *(columns.mark, columns.mark_at, columns.first_due_at, columns.first_told),
            first.label("first"),
        )
        .where(columns.status.in_(sorted(UNDONE)), columns.waiting_since.is_(None))
        .where(or_(columns.mark_at <= now, first))
        .order_by(columns.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return session.execute(rows).all()


def write_marks(session: Session, marks: Sequence[dict[str, Any]]) -> None:
    """Write down what was told. Nothing has happened to a case by that: it gets no new version."""
    if marks:
        statement = update(TABLE).where(TABLE.c.id == bindparam("case_id"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("mark", "mark_at", "first_told")}
        session.connection().execute(statement.values(values), list(marks))
