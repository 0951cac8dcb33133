"""Checking in part: rows that do not agree go back to the author with a reason, the others can be approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from contracts.customer import CustomerStatus, ImportKind
from services.customer.imports.domain.keys import FIELDS, key_of
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.domain.workflow import IMPORT
from services.customer.imports.store import queries, records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases.checking import note_status
from services.customer.imports.usecases.flaws import add_flaws
from services.customer.imports.usecases.restoring import restore
from services.customer.imports.usecases.rows import CheckRows, Layout, Stored
from services.customer.imports.usecases.transactions import look_at_rows
from services.customer.store.queries import change_customers


@dataclass(frozen=True, kw_only=True)
class ReturnRows:
    """Which rows, by their numbers in the file, and what is wrong with them."""

    rows: Sequence[int]
    reason: str


def return_rows(ctx: Context, id: UUID, command: ReturnRows, version: int | None, check_rows: CheckRows) -> ImportBatch:
    """Give some rows back: their customers become entries of their author again, what they have changed gets its old
    values, and their transactions are not stored. Each is listed with the reason. Raises WrongStatus, SamePerson, and
    Invalid for a row that waits for no check."""
    permission = str(IMPORT.steps["return-rows"].permission)
    batch = queries.import_of(ctx.session, ctx.actor, id, permission, lock=True)
    expect_version(batch, version)
    IMPORT.after("return-rows", batch, ctx.actor)
    numbers = set(command.rows)
    rows = workbench.rows_numbered(ctx.session, batch.id, numbers)
    if len(rows) < len(numbers) or workbench.refused_among(ctx.session, batch.id, numbers):
        raise Invalid(rows="not_to_return")
    layout = Layout.of(batch, ctx.zone)
    good = check_rows(layout, rows).good
    if batch.kind is ImportKind.TRANSACTIONS:
        back = look_at_rows(ctx, batch, layout, good)
    else:
        back = _give_back(ctx, batch, layout, good, command.reason)
    add_flaws(ctx, batch, [Flaw(number, "", RowProblem.RETURNED, command.reason) for number, _ in rows])
    counts = {"created": -back.created, "updated": -back.updated, "unchanged": -back.unchanged}
    workbench.count_on(ctx.session, batch, rejected=len(rows), **counts)
    queries.moved(ctx.session, batch)
    return batch


def _give_back(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, Any], reason: str) -> Stored:
    """New customers are returned to their author, and no part of the import from then on: each is checked again by
    itself. Known ones get their old values."""
    changes = records.changes_of_rows(ctx.session, batch.id, list(good))
    restore(ctx, batch, changes)
    keys = {known for values in good.values() if (known := key_of(layout.key, values))}
    entries = records.entries_of(ctx.session, batch.id, FIELDS[layout.key], keys)
    values = {"status": CustomerStatus.RETURNED, "returned_reason": reason, "import_id": None}
    returned = change_customers(ctx.session, entries, ctx.now, values) if entries else []
    note_status(ctx, returned, "returned", CustomerStatus.SUBMITTED)
    back = Stored(created=len(returned), updated=len(changes))
    back.unchanged = len(good) - back.created - back.updated
    return back
