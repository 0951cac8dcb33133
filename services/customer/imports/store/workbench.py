"""The workbench of an import: the pieces of its file, its rows until they have become records, its counters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, text, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from chassis.db import Page, PageQuery, fetch_page
from services.customer.imports.domain.figures import Totals, lines_of, totals_of
from services.customer.imports.domain.problems import RowProblem
from services.customer.imports.store.models import ImportBatch, ImportChunk, ImportRow, RowError

Numbered = tuple[int, list[str]]
"""A row's number in the file, and its cells."""

Read = tuple[int, list[str], list[Any]]
"""A row's number, its cells, and what reading found wrong in them: place of the cell from 0, and code."""

_FIND_TWINS = text(
    """
    INSERT INTO import_error (id, import_id, "row", "column", code, value)
    SELECT gen_random_uuid(), :import_id, number, :heading, :code, left(key, 200)
    FROM (SELECT number, cells[:place] AS key, row_number() OVER (PARTITION BY cells[:place] ORDER BY number) AS nth
          FROM import_row WHERE import_id = :import_id AND cells[:place] <> '') AS keyed
    WHERE nth > 1
    """
)
_COUNT_REFUSED = text('SELECT count(DISTINCT "row") FROM import_error WHERE import_id = :import_id')


def first_rows(session: Session, import_id: UUID, most: int) -> Sequence[Read]:
    """The first rows of the file, as far as they are still on the workbench."""
    rows = select(ImportRow.number, ImportRow.cells, ImportRow.flaws).where(ImportRow.import_id == import_id)
    found = session.execute(rows.order_by(ImportRow.number).limit(most))
    return [(number, cells, flaws or []) for number, cells, flaws in found]


def middle_row(session: Session, import_id: UUID, total: int) -> int:
    """The number of the row that half of the rows come up to."""
    rows = select(ImportRow.number).where(ImportRow.import_id == import_id).order_by(ImportRow.number)
    return session.scalars(rows.offset((total - 1) // 2).limit(1)).one()


def rows_after(
    session: Session, import_id: UUID, after: int, until: int | None, most: int
) -> Sequence[tuple[int, list[str], list[Any], bool]]:
    """The rows that come next, up to ``until``, what reading found wrong in them, and whether each is refused
    already."""
    refused = exists().where(
        RowError.import_id == ImportRow.import_id, RowError.row == ImportRow.number, RowError.whole_row
    )
    cells: Any = type_coerce(ImportRow.cells, NullType())  # the driver's own lists: the mapped type copies each
    rows = select(ImportRow.number, cells, ImportRow.flaws, refused)
    rows = rows.where(ImportRow.import_id == import_id, ImportRow.number > after)
    if until is not None:
        rows = rows.where(ImportRow.number <= until)
    found = session.execute(rows.order_by(ImportRow.number).limit(most))
    return [(number, cells, flaws or [], bad) for number, cells, flaws, bad in found]


def refuse_twins(session: Session, import_id: UUID, *, heading: str, place: int) -> int:
    """Of several rows with one key, in the column at ``place`` (counted from 1), refuse all but the first; returns how
    many rows of the import are refused now."""
    values = {"import_id": import_id, "heading": heading, "place": place, "code": RowProblem.TWICE_IN_FILE.value}
    session.execute(_FIND_TWINS, values)
    return session.scalar(_COUNT_REFUSED, {"import_id": import_id}) or 0


def count_on(session: Session, batch: ImportBatch, **more: int) -> None:
    """Move the counters; no new version and no line of the trail, for nobody has changed anything by hand."""
    values: dict[str, Any] = {name: getattr(ImportBatch, name) + number for name, number in more.items() if number}
    if values:
        session.execute(update(ImportBatch).where(ImportBatch.id == batch.id).values(values))
        session.refresh(batch, list(values))


def set_total(session: Session, import_id: UUID, total: int) -> None:
    """Keep how many rows were read, as the counters are kept."""
    session.execute(update(ImportBatch).where(ImportBatch.id == import_id).values(total=total))


def rows_numbered(session: Session, import_id: UUID, numbers: Collection[int]) -> Sequence[Numbered]:
    """The rows of some numbers, as far as they are still on the workbench, in their order."""
    rows = select(ImportRow.number, ImportRow.cells).where(
        ImportRow.import_id == import_id, ImportRow.number.in_(numbers)
    )
    return [(number, cells) for number, cells in session.execute(rows.order_by(ImportRow.number))]


def last_numbers(session: Session, import_id: UUID, most: int) -> list[int]:
    """The numbers of the last rows on the workbench, in their order."""
    rows = select(ImportRow.number).where(ImportRow.import_id == import_id).order_by(ImportRow.number.desc())
    return sorted(session.scalars(rows.limit(most)))


def rows_page(session: Session, import_id: UUID, query: PageQuery) -> Page[ImportRow]:
    """The rows on the workbench, a page at a time."""
    rows = select(ImportRow).where(ImportRow.import_id == import_id)
    return fetch_page(session, rows, order=[ImportRow.number], descending=False, after=query.after, limit=query.limit)


def refused_among(session: Session, import_id: UUID, numbers: Collection[int]) -> Sequence[RowError]:
    """By what the rows of some numbers are refused."""
    rows = flaws_among(session, import_id, numbers)
    return [flaw for flaw in rows if flaw.whole_row]


def flaws_among(session: Session, import_id: UUID, numbers: Collection[int]) -> Sequence[RowError]:
    """What is wrong with the rows of some numbers, be they refused or not."""
    rows = select(RowError).where(RowError.import_id == import_id, RowError.row.in_(numbers))
    return session.scalars(rows.order_by(RowError.row, RowError.id)).all()


def add_figures(session: Session, batch: ImportBatch, totals: Totals) -> None:
    """Add to the totals of a file; two jobs may do so at a time, each holds the import while it does."""
    rows = select(ImportBatch.figures).where(ImportBatch.id == batch.id).with_for_update()
    kept: dict[str, Any] = session.scalars(rows).one()
    file = totals_of([*lines_of(kept.get("file", {})), *lines_of(totals)])
    set_figures(session, batch, kept | {"file": file})


def set_figures(session: Session, batch: ImportBatch, figures: dict[str, Any]) -> None:
    """Keep totals, as the counters are kept."""
    session.execute(update(ImportBatch).where(ImportBatch.id == batch.id).values(figures=figures))
    session.refresh(batch, ["figures"])


def count_anew(session: Session, batch: ImportBatch) -> None:
    """Begin the counters of what becomes of the rows again: until now they said what would become of them."""
    values = {"done": 0, "created": 0, "updated": 0, "unchanged": 0}
    session.execute(update(ImportBatch).where(ImportBatch.id == batch.id).values(values))
    session.refresh(batch, list(values))


def clear_good_rows(session: Session, import_id: UUID) -> None:
    """Drop the rows that nobody has to check any more; those with a flaw stay, to be given out with it."""
    flawed = exists().where(RowError.import_id == ImportRow.import_id, RowError.row == ImportRow.number)
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id, ~flawed))


def clear_file(session: Session, import_id: UUID) -> None:
    """Drop the pieces of a file that will not be read again."""
    session.execute(delete(ImportChunk).where(ImportChunk.import_id == import_id))


def clear_rows(session: Session, import_id: UUID) -> None:
    """Drop every row of an import."""
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))


def clear_rows_between(session: Session, import_id: UUID, after: int, last: int, kept: Sequence[int]) -> None:
    """Drop the rows after one up to another, which have become records, but those to be kept: they have a flaw, and are
    given out with it."""
    rows = delete(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number > after, ImportRow.number <= last)
    session.execute(rows.where(ImportRow.number.not_in(kept)) if kept else rows)
