"""What cases are put under: the entries of the lists of subjects, causes, products and places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from chassis.code_lists import paths_of, resolve
from chassis.code_lists.tables import ListEntry
from services.feedback.store.models import CLASSES, Case


def code_column(kind: str) -> InstrumentedAttribute[str]:
    """The column of cases that holds the code of an entry of a list."""
    column: InstrumentedAttribute[str] = getattr(Case, f"{kind}_code")
    return column


def code_of(session: Session, kind: str, text: str) -> str | None:
    """The code of the entry in use that a text means: its code, or what it is called; None when it means none."""
    known = select(ListEntry.code).where(ListEntry.kind == kind, ListEntry.code == text, ListEntry.active)
    if (code := session.scalar(known)) is not None:
        return code
    entry = resolve(session, kind, text)
    return entry.code if entry else None


def lying_in(session: Session, kind: str, text: str) -> ColumnElement[bool]:
    """The WHERE of cases under an entry, or under one below it, by its code or by what it is called."""
    ways = [ListEntry.path.startswith(path, autoescape=True) for path in paths_of(session, kind, text)]
    below = select(ListEntry.path).where(ListEntry.kind == kind, ListEntry.code == text)
    if path := session.scalar(below):
        ways.append(ListEntry.path.startswith(path, autoescape=True))
    if not ways:
        return false()
    codes = select(ListEntry.code).where(ListEntry.kind == kind, or_(*ways))
    return code_column(kind).in_(codes)


def class_names(session: Session, cases: Iterable[Any], kinds: Sequence[str] = CLASSES) -> dict[tuple[str, str], str]:
    """List and code -> the entry's name with those above it, of all that some cases are under; at most one query."""
    wanted: dict[str, Collection[str]] = {
        kind: codes for kind in kinds if (codes := {getattr(case, f"{kind}_code") for case in cases} - {""})
    }
    if not wanted:
        return {}
    ours = or_(*(and_(ListEntry.kind == kind, ListEntry.code.in_(sorted(codes))) for kind, codes in wanted.items()))
    rows = session.execute(select(ListEntry.kind, ListEntry.code, ListEntry.full_name).where(ours))
    return {(kind, code): name for kind, code, name in rows}
