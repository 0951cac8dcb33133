"""Where the headings of a table stand: below titles and notes, in one line or in several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chassis.tables.problems import Row, TableProblem, UnreadableTable

FIRST_ROWS = 20
"""How far down headings are looked for."""
MOST_LINES = 3
"""Of how many lines headings may be."""

Known = Callable[[Sequence[str]], int]
"""How many of some cells are headings that the caller knows."""


@dataclass(frozen=True)
class Headings:
    """The headings, the row where they begin and the last row that belongs to them."""

    cells: list[str]
    number: int
    last: int


def find_headings(rows: Sequence[Row], known: Known, chosen: int = 0) -> Headings:
    """The headings among the first rows of a table: in the row that was chosen; or in the row of which most cells are
    known, as far as no row above it is wider; or in the first row that is no title.

    Raises UnreadableTable when there is nothing, or nothing in the row that was chosen.
    """
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise UnreadableTable(TableProblem.EMPTY_FILE)
    if chosen:
        found = next((row for row in filled if row.number == chosen), None)
        if found is None:
            raise UnreadableTable(TableProblem.NO_SUCH_ROW, row=chosen)
        return Headings(_trimmed(found.cells), found.number, found.number)
    found = _best(filled, known)
    return _with_more_lines(filled[filled.index(found) :][:MOST_LINES], known)


def _best(filled: Sequence[Row], known: Known) -> Row:
    best, most, widest = None, 0, 0
    for row in filled:
        width, score = _width(row), known(row.cells)
        if score > most and width >= widest:
            best, most = row, score
        widest = max(widest, width)
    return best or next((row for row in filled if _width(row) > 1), filled[0])


def _with_more_lines(lines: Sequence[Row], known: Known) -> Headings:
    """Headings in a second line, below merged ones or in another language, belong to the first."""
    first, last = lines[0], lines[0]
    cells = list(first.cells)
    for row in lines[1:]:
        if row.number != last.number + 1 or known(row.cells) < min(2, _width(row)) or known(row.cells) < _width(row):
            break
        if not known(first.cells):
            break
        cells += [""] * (len(row.cells) - len(cells))
        cells = [cell or below for cell, below in zip(cells, [*row.cells, *[""] * len(cells)], strict=False)]
        last = row
    return Headings(_trimmed(cells), first.number, last.number)


def _width(row: Row) -> int:
    return sum(1 for cell in row.cells if cell)


def _trimmed(cells: Sequence[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells
