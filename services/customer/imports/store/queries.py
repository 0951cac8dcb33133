"""Named reads of imports. Which imports somebody may see is written once: ``seen_by``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.auth.directory import reach_of, visible_to
from chassis.db import Page, PageQuery, fetch_page, one
from chassis.jobs.tables import job
from contracts.customer import CustomerStatus, ImportStatus
from contracts.permissions import Permission
from services.customer.imports.store.models import ImportBatch, ImportRow, RowError
from services.customer.store import queries as customers
from services.customer.store.models import Customer

JOBS_OF = {
    ImportStatus.RUNNING: ("store", "store-half"),
    ImportStatus.CHECKING: ("check", "check-half"),
    ImportStatus.TAKING_BACK: ("take-back",),
}
"""The jobs that are at work in a state: the last part of their unique keys. Of reading see ``reading_of``."""
BOTH = (Permission.IMPORT_RUN, Permission.IMPORT_VERIFY)


def seen_by(actor: Actor, *permissions: str) -> ColumnElement[bool]:
    """The WHERE of imports: those that one of the actor's permissions reaches (run or verify unless told)."""
    return or_(*(visible_to(actor, permission, ImportBatch.author_id) for permission in permissions or BOTH))


def import_of(session: Session, actor: Actor, id: UUID, *permissions: str, lock: bool = False) -> ImportBatch:
    """The import, if there is one that the actor may see by one of the permissions; NotFound otherwise."""
    return one(session, select(ImportBatch).where(ImportBatch.id == id, seen_by(actor, *permissions)), lock=lock)


def reaches(session: Session, actor: Actor, id: UUID) -> Callable[[str], bool]:
    """Says whether a permission of the actor reaches the import."""
    return reach_of(session, actor, select(ImportBatch.id).where(ImportBatch.id == id), seen_by)


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


def has_written_rows(session: Session, actor: Actor, id: UUID) -> bool:
    """Whether somebody has written or changed any of the entries that wait with an import."""
    entries = select(Customer.id).where(Customer.import_id == id, Customer.status == CustomerStatus.SUBMITTED)
    return customers.has_written(session, actor, entries)


def moved(session: Session, batch: ImportBatch) -> None:
    """The rows of an import are not those that somebody has looked at before: a new version."""
    session.flush()
    version = update(ImportBatch).where(ImportBatch.id == batch.id).values(version=ImportBatch.version + 1)
    session.execute(version)
    session.refresh(batch, ["version"])


def stuck(session: Session, batches: Iterable[ImportBatch]) -> set[UUID]:
    """Of some imports those whose job was given up: they go no further by themselves."""
    keys = {f"import:{batch.id}:{work}": batch.id for batch in batches for work in _works(batch)}
    rows = select(job.c.unique_key).where(job.c.unique_key.in_(keys), job.c.status == "failed")
    return {keys[key] for key in session.scalars(rows)} if keys else set()


def reading_of(batch: ImportBatch) -> str:
    """What the job is called that reads a file; another one for each time that it is read."""
    return f"read-{again}" if (again := batch.wanted.get("again")) else "read"


def _works(batch: ImportBatch) -> tuple[str, ...]:
    return (reading_of(batch),) if batch.status is ImportStatus.READING else JOBS_OF.get(batch.status, ())


def effective_status(session: Session, batch: ImportBatch) -> ImportStatus:
    """The state of an import; one whose job was given up has failed, though nobody was left to write it down."""
    return ImportStatus.FAILED if stuck(session, [batch]) else batch.status


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
