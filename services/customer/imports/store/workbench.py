"""The workbench of an import: the pieces of its file, its rows until they have become records, its counters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, text, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from services.customer.imports.domain.problems import RowProblem
from services.customer.imports.store.models import ImportBatch, ImportChunk, ImportRow, RowError

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


def clear_file(session: Session, import_id: UUID) -> None:
    """Drop the pieces of a file whose rows were read."""
    session.execute(delete(ImportChunk).where(ImportChunk.import_id == import_id))


def clear_rows(session: Session, import_id: UUID) -> None:
    """Drop every row of an import."""
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))


def clear_rows_between(session: Session, import_id: UUID, after: int, last: int, kept: Sequence[int]) -> None:
    """Drop the rows after one up to another, which have become records, but those to be kept: they have a flaw, and are
    given out with it."""
    rows = delete(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number > after, ImportRow.number <= last)
    session.execute(rows.where(ImportRow.number.not_in(kept)) if kept else rows)
