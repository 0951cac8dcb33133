"""What reading a file has found wrong in its rows, as far as the check of rows cannot see it in the cells."""

from __future__ import annotations

from collections.abc import Iterable

from chassis.tables.problems import CellFlaw
from chassis.values.spoiled import spoiled
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.store.workbench import Read
from services.customer.imports.usecases.rows import Layout

OF_THE_ROW = frozenset({CellFlaw.ROWS_IN_A_CELL, CellFlaw.BAD_QUOTES, RowProblem.ROW_CUT_OFF})
"""What makes a whole row uncertain, whichever column it stands in."""


def flaws_of_reading(layout: Layout, rows: Iterable[Read]) -> list[Flaw]:
    """What is wrong with rows beyond what their check finds. A cell of a column that is left out costs no row; a cell
    that shows by itself that its value is gone is left to the check."""
    used = {place for place, _, _ in layout.columns}
    flaws = []
    for number, cells, found in rows:
        for place, code in found:
            value = cells[place] if place < len(cells) else ""
            if code in OF_THE_ROW or (place in used and not spoiled(value)):
                heading = layout.headings[place] if place < len(layout.headings) else f"#{place + 1}"
                flaws.append(Flaw(number, heading, code, value))
    return flaws
