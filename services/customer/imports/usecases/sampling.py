"""What the one who checks an import sees of it: rows, what each would change or has changed, totals, problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from chassis.context import Context
from contracts.customer import ImportStatus
from contracts.masking import mask_changes
from services.customer.imports.domain.figures import Figure, figures_of
from services.customer.imports.domain.problems import was_left_out
from services.customer.imports.domain.workflow import IMPORT
from services.customer.imports.store import queries, records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.store.workbench import Numbered
from services.customer.imports.usecases.flaws import mask_cells, mask_flaw, sees_plain, shorten, view_part_of_import
from services.customer.imports.usecases.rows import CheckRows, Layout
from services.customer.imports.usecases.transactions import look_at_rows

AT_THE_ENDS, BETWEEN = 5, 10
"""How many rows of a file are shown: from its beginning and from its end, and at random of the others."""


@dataclass(frozen=True, kw_only=True)
class SeenRow:
    """A row of the file: ``values`` in the order of the headings, what is wrong with it, and what it changes in a
    record that is known: field, before, after. ``returnable``: whether who asks may give it back."""

    row: int
    values: list[str]
    errors: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    returnable: bool


@dataclass(frozen=True, kw_only=True)
class Problem:
    """How many rows have one thing wrong in one column."""

    code: str
    column: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The first rows, some at random and the last ones; totals by month and kind beside the books; problems."""

    rows: list[SeenRow]
    figures: list[Figure]
    problems: list[Problem]


def sample_import(ctx: Context, batch: ImportBatch, check_rows: CheckRows) -> Sample:
    """What is shown of an import to who checks it; that it was seen is on record. The rows at random are the same at
    every look."""
    view_part_of_import(ctx, batch)
    rows = workbench.rows_numbered(ctx.session, batch.id, _chosen(ctx, batch))
    return Sample(
        rows=see_rows(ctx, batch, rows, check_rows),
        figures=figures_of(batch.figures.get("file", {}), batch.figures.get("books", {})),
        problems=[
            Problem(code=code, column=column, rows=count)
            for code, column, count in records.problems_by_kind(ctx.session, batch.id)
        ],
    )


def _chosen(ctx: Context, batch: ImportBatch) -> list[int]:
    """The numbers of the rows that are shown."""
    head = [number for number, _, _ in workbench.first_rows(ctx.session, batch.id, AT_THE_ENDS)]
    if not head:
        return []
    tail = workbench.last_numbers(ctx.session, batch.id, AT_THE_ENDS)
    between = range(head[-1] + 1, tail[0])
    chosen = Random(batch.id.int).sample(between, min(BETWEEN, len(between)))  # noqa: S311 - the same at every look
    return [*head, *chosen, *tail]


def see_rows(ctx: Context, batch: ImportBatch, rows: Sequence[Numbered], check_rows: CheckRows) -> list[SeenRow]:
    """Rows as they are shown, plain to the author and for the check, masked to others."""
    layout, width, plain = Layout.of(batch, ctx.zone), len(batch.headings), sees_plain(ctx, batch)
    numbers = [number for number, _ in rows]
    errors: dict[int, list[dict[str, Any]]] = {}
    lost: set[int] = set()
    for flaw in workbench.flaws_among(ctx.session, batch.id, numbers):
        value = flaw.value if plain else mask_flaw(layout, flaw.column, flaw.value)
        seen = {"row": flaw.row, "column": flaw.column, "code": flaw.code, "value": value}
        left_out = was_left_out(flaw.code, whole_row=flaw.whole_row)
        errors.setdefault(flaw.row, []).append(seen | {"left_out": True} if left_out else seen)
        lost.update({flaw.row} if flaw.whole_row else ())
    good = [row for row in rows if row[0] not in lost]
    changes = _changes(ctx, batch, layout, good, check_rows)
    reaches = queries.reaches(ctx.session, ctx.actor, batch.id)
    returnable = "return-rows" in IMPORT.actions(batch, ctx.actor, reaches=reaches)
    return [
        SeenRow(
            row=number,
            values=[shorten(cell) for cell in (cells if plain else mask_cells(layout, cells))]
            + [""] * (width - len(cells)),
            errors=errors.get(number, []),
            changes=[
                {"field": field, "before": before, "after": after}
                for field, (before, after) in mask_changes(changes.get(number, {})).items()
            ],
            returnable=returnable and number not in lost,
        )
        for number, cells in rows
    ]


def _changes(
    ctx: Context, batch: ImportBatch, layout: Layout, rows: Sequence[Numbered], check_rows: CheckRows
) -> dict[int, dict[str, Any]]:
    """What rows change in records that are known: field -> [before, after]."""
    if batch.waits and batch.status is ImportStatus.WAITING_CHECK:
        seen = look_at_rows(ctx, batch, layout, check_rows(layout, rows).good)
        return {change.row: change.fields for change in seen.changes}
    kept = records.changes_of_rows(ctx.session, batch.id, [number for number, _ in rows])
    return {change.row: change.fields for change in kept}
