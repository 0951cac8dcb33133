"""Named reads and writes of case files. Which ones somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, DateTime, Text, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import visible_to
from chassis.db import Page, PageQuery, fetch_page, insert_rows, one
from contracts.feedback import CaseFileStatus
from contracts.permissions import Permission
from services.feedback.files.store.models import CaseFile, CaseFilePolicy, CaseFileRow
from services.feedback.store.models import Case


def seen_by(actor: Actor, permission: str = "") -> ColumnElement[bool]:
    """The WHERE of case files: one's own, and those that one may check; to decide on one, the latter alone."""
    checks = visible_to(actor, Permission.CASE_LEAD, CaseFile.author_id)
    return checks if permission else or_(CaseFile.author_id == actor.id, checks)


def file_of(session: Session, actor: Actor, id: UUID, *, permission: str = "", lock: bool = False) -> CaseFile:
    """The file, if there is one that the actor may see, or by the permission decide on; NotFound otherwise."""
    return one(session, select(CaseFile).where(CaseFile.id == id, seen_by(actor, permission)), lock=lock)


def file_page(session: Session, actor: Actor, query: PageQuery) -> Page[CaseFile]:
    """One page of files, the newest first."""
    rows = select(CaseFile).where(seen_by(actor))
    return fetch_page(session, rows, order=[CaseFile.id], descending=True, after=query.after, limit=query.limit)


def count_to_check(session: Session, actor: Actor) -> int:
    """How many files wait for a check by the actor, who has not sent them."""
    rows = select(func.count(CaseFile.id)).where(
        CaseFile.status == CaseFileStatus.WAITING,
        CaseFile.author_id != actor.id,
        seen_by(actor, Permission.CASE_LEAD),
    )
    return session.scalar(rows) or 0


def policy(session: Session, *, lock: bool = False) -> CaseFilePolicy:
    """How many cases of a file need no check."""
    rows = select(CaseFilePolicy).limit(1)
    return session.scalars(rows.with_for_update() if lock else rows).one()


def add_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows of a file."""
    insert_rows(session, CaseFileRow, rows)


def rows_page(session: Session, file_id: UUID, query: PageQuery) -> Page[CaseFileRow]:
    """The rows of a file that are kept, a page at a time."""
    rows = select(CaseFileRow).where(CaseFileRow.file_id == file_id)
    order = [CaseFileRow.number]
    return fetch_page(session, rows, order=order, descending=False, after=query.after, limit=query.limit)


def good_rows_after(session: Session, file_id: UUID, after: int, most: int) -> Sequence[CaseFileRow]:
    """The next rows of a file with nothing wrong."""
    rows = select(CaseFileRow).where(CaseFileRow.file_id == file_id, CaseFileRow.code == "", CaseFileRow.number > after)
    return session.scalars(rows.order_by(CaseFileRow.number).limit(most)).all()


def numbers_of(session: Session, file_id: UUID) -> Sequence[int]:
    """The numbers of the rows that are kept, in their order."""
    rows = select(CaseFileRow.number).where(CaseFileRow.file_id == file_id)
    return session.scalars(rows.order_by(CaseFileRow.number)).all()


def rows_numbered(session: Session, file_id: UUID, numbers: Collection[int]) -> Sequence[CaseFileRow]:
    """The rows of some numbers, in their order."""
    rows = select(CaseFileRow).where(CaseFileRow.file_id == file_id, CaseFileRow.number.in_(numbers))
    return session.scalars(rows.order_by(CaseFileRow.number)).all()


def refused_rows(session: Session, file_id: UUID) -> Iterator[CaseFileRow]:
    """The rows of a file that were refused, in their order, a thousand at a time."""
    rows = select(CaseFileRow).where(CaseFileRow.file_id == file_id, CaseFileRow.code != "")
    yield from session.scalars(rows.order_by(CaseFileRow.number).execution_options(yield_per=1000))


def refuse_rows(session: Session, file_id: UUID, flaws: Mapping[int, tuple[str, str, str]]) -> None:
    """Write down what is wrong with rows: number -> code, column, value."""
    for number, (code, column, value) in flaws.items():
        session.execute(
            update(CaseFileRow)
            .where(CaseFileRow.file_id == file_id, CaseFileRow.number == number)
            .values(code=code, column=column, value=value)
        )


def clear_good_rows(session: Session, file_id: UUID) -> None:
    """Drop the rows that nobody has to look at any more."""
    session.execute(delete(CaseFileRow).where(CaseFileRow.file_id == file_id, CaseFileRow.code == ""))


def problems_by_kind(session: Session, file_id: UUID) -> Sequence[Any]:
    """What is wrong with rows: code, column, rows; the most frequent first."""
    rows = select(CaseFileRow.code, CaseFileRow.column, func.count()).where(
        CaseFileRow.file_id == file_id, CaseFileRow.code != ""
    )
    order = (func.count().desc(), CaseFileRow.code, CaseFileRow.column)
    return session.execute(rows.group_by(CaseFileRow.code, CaseFileRow.column).order_by(*order)).all()


def totals_of_file(session: Session, file_id: UUID, zone: ZoneInfo) -> Sequence[Any]:
    """The good rows of a file by month and kind: month as text (empty for a row without a time), kind, rows."""
    moment = cast(CaseFileRow.case["received_at"].astext, DateTime(timezone=True))
    month, kind = _month(moment, zone), CaseFileRow.case["kind"].astext
    rows = select(month, kind, func.count()).where(CaseFileRow.file_id == file_id, CaseFileRow.code == "")
    return session.execute(rows.group_by(month, kind).order_by(month, kind)).all()


def totals_of_books(session: Session, months: Collection[str], zone: ZoneInfo) -> dict[tuple[str, str], int]:
    """The cases of some months by month and kind."""
    if not (known := [each for each in months if each]):
        return {}
    month = _month(Case.received_at, zone)
    first = func.to_timestamp(min(known), "YYYY-MM")
    rows = select(month, cast(Case.kind, Text), func.count()).where(
        month.in_(known), Case.received_at >= first - func.make_interval(0, 0, 0, 1)
    )
    return {(each, kind): count for each, kind, count in session.execute(rows.group_by(month, Case.kind))}


def _month(moment: Any, zone: ZoneInfo) -> ColumnElement[str]:
    return func.coalesce(func.to_char(func.timezone(zone.key, moment), "YYYY-MM"), "")
