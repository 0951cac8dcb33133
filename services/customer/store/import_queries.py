"""Named reads of imports. Which imports somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from chassis.auth import Actor
from chassis.auth.directory import visible_to
from chassis.db import Page, PageQuery, fetch_page
from chassis.errors import NotFound
from chassis.jobs.tables import job
from contracts.permissions import Permission
from services.customer.domain.importing import ImportStatus
from services.customer.store.models import ImportBatch, ImportRow, RowError

JOBS_OF = {
    ImportStatus.READING.value: ("read",),
    ImportStatus.RUNNING.value: ("store", "store-half"),
    ImportStatus.CHECKING.value: ("check",),
    ImportStatus.TAKING_BACK.value: ("take-back",),
}
"""The jobs that are at work in a state: the last part of their unique keys."""
BOTH = (Permission.IMPORT_RUN, Permission.IMPORT_VERIFY)


def seen_by(actor: Actor, *permissions: Permission) -> ColumnElement[bool]:
    """The WHERE of imports: those that one of the actor's permissions reaches (run or verify unless told)."""
    return or_(*(visible_to(actor, permission, ImportBatch.author_id) for permission in permissions or BOTH))


def import_of(session: Session, actor: Actor, id: UUID, *permissions: Permission, lock: bool = False) -> ImportBatch:
    """The import, if there is one that the actor may see by one of the permissions; NotFound otherwise."""
    rows = select(ImportBatch).where(ImportBatch.id == id, seen_by(actor, *permissions))
    found = session.scalar(rows.with_for_update() if lock else rows)
    if found is None:
        raise NotFound()
    return found


def import_page(session: Session, actor: Actor, query: PageQuery) -> Page[ImportBatch]:
    """One page of imports, the newest first."""
    rows = select(ImportBatch).where(seen_by(actor))
    return fetch_page(session, rows, order=[ImportBatch.id], descending=True, after=query.after, limit=query.limit)


def waiting_for_check(session: Session, actor: Actor) -> int:
    """How many imports wait for a check that the actor may make: not the actor's own."""
    rows = select(func.count()).where(
        ImportBatch.status == ImportStatus.WAITING_CHECK,
        ImportBatch.author_id != actor.id,
        seen_by(actor, Permission.IMPORT_VERIFY),
    )
    return session.scalar(rows) or 0


def stuck(session: Session, batches: Iterable[ImportBatch]) -> set[UUID]:
    """Of some imports those whose job was given up: they go no further by themselves."""
    keys = {f"import:{batch.id}:{work}": batch.id for batch in batches for work in JOBS_OF.get(batch.status, ())}
    rows = select(job.c.unique_key).where(job.c.unique_key.in_(keys), job.c.status == "failed")
    return {keys[key] for key in session.scalars(rows)} if keys else set()


def first_rows(session: Session, import_id: UUID, most: int) -> Sequence[tuple[int, list[str]]]:
    """The first rows of the file, as far as they are still on the workbench."""
    rows = select(ImportRow.number, ImportRow.cells).where(ImportRow.import_id == import_id)
    return [(number, cells) for number, cells in session.execute(rows.order_by(ImportRow.number).limit(most))]


def middle_row(session: Session, import_id: UUID, total: int) -> int:
    """The number of the row that half of the rows come up to."""
    rows = select(ImportRow.number).where(ImportRow.import_id == import_id).order_by(ImportRow.number)
    return session.scalars(rows.offset((total - 1) // 2).limit(1)).one()


def rows_after(
    session: Session, import_id: UUID, after: int, until: int | None, most: int
) -> Sequence[tuple[int, list[str], bool]]:
    """The rows that come next, up to ``until``, and whether each is refused already."""
    refused = exists().where(RowError.import_id == ImportRow.import_id, RowError.row == ImportRow.number)
    cells: Any = type_coerce(ImportRow.cells, NullType())  # the driver's own lists: the mapped type copies each
    rows = select(ImportRow.number, cells, refused).where(ImportRow.import_id == import_id, ImportRow.number > after)
    if until is not None:
        rows = rows.where(ImportRow.number <= until)
    found = session.execute(rows.order_by(ImportRow.number).limit(most))
    return [(number, cells, bad) for number, cells, bad in found]


def errors_page(session: Session, import_id: UUID, query: PageQuery) -> Page[RowError]:
    """What was wrong, row by row."""
    rows = select(RowError).where(RowError.import_id == import_id)
    order = [RowError.row, RowError.id]
    return fetch_page(session, rows, order=order, descending=False, after=query.after, limit=query.limit)


def errors_with_rows(session: Session, import_id: UUID) -> Iterator[tuple[RowError, list[str] | None]]:
    """Every error with the row as it stood in the file, a thousand at a time."""
    rows = (
        select(RowError, ImportRow.cells)
        .outerjoin(ImportRow, (ImportRow.import_id == RowError.import_id) & (ImportRow.number == RowError.row))
        .where(RowError.import_id == import_id)
        .order_by(RowError.row, RowError.id)
        .execution_options(yield_per=1000)
    )
    with session.execute(rows) as found:
        yield from found
