"""Batches: many cases of one sender at once, each by the sender's own id; the same id twice is one case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import insert_rows
from chassis.db.trail import record_created
from contracts.dates import IMPLAUSIBLE_DATE, implausible
from services.feedback.store.bulk import insert_new_cases
from services.feedback.store.customers import hold_customers_to_file
from services.feedback.store.models import Case, CaseEvent, KnownCustomer
from services.feedback.store.queries import CODE_LETTERS, known_cases
from services.feedback.usecases.creating import CreateCase, new_case
from services.feedback.usecases.steps import changed_events, deadlines_now, filed_row, tell_of_vip

MOST = 1_000


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A row that was not taken: which, what of it, why."""

    index: int
    field: str
    code: str


@dataclass(frozen=True, kw_only=True)
class CreateCases:
    """Up to MOST cases of one sender (``source``); rows that could not even be read come as Rejected."""

    source: str
    cases: Sequence[CreateCase | Rejected]


@dataclass(kw_only=True)
class Filed:
    """What became of a batch."""

    created: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def create_cases(ctx: Context, command: CreateCases) -> Filed:
    """Write down the good rows that are new. One that is there already stays as it is, whatever is sent now."""
    result, fresh, customers = _sorted_out(ctx, command)
    if fresh:
        result.created = _store(ctx, command.source, fresh, customers)
        result.unchanged += len(fresh) - result.created
    return result


def look_at_cases(ctx: Context, command: CreateCases) -> Filed:
    """What would become of the rows if they were written down now."""
    result, fresh, _ = _sorted_out(ctx, command)
    result.created = len(fresh)
    return result


def _sorted_out(ctx: Context, command: CreateCases) -> tuple[Filed, list[CreateCase], dict[str, KnownCustomer]]:
    """What becomes of each row but those that are new, these, and whose they are."""
    readable = [row for row in command.cases if isinstance(row, CreateCase)]
    known = known_cases(ctx.session, command.source, (row.external_id for row in readable if row.external_id))
    customers = hold_customers_to_file(ctx.session, ctx.actor, (row.customer_code for row in readable))
    result = Filed()
    fresh: dict[str, CreateCase] = {}
    for index, row in enumerate(command.cases):
        if isinstance(row, Rejected):
            result.rejected.append(row)
        elif not row.external_id:
            result.rejected.append(Rejected(index=index, field="external_id", code="required"))
        elif row.external_id in fresh:
            result.rejected.append(Rejected(index=index, field="external_id", code="twice_in_batch"))
        elif row.external_id in known:
            result.unchanged += 1
        elif row.customer_code not in customers:
            result.rejected.append(Rejected(index=index, field="customer_code", code="no_such_customer"))
        elif implausible(ctx, {"received_at": row.received_at}):
            result.rejected.append(Rejected(index=index, field="received_at", code=IMPLAUSIBLE_DATE))
        else:
            fresh[row.external_id] = row
    return result, list(fresh.values()), customers


def _store(ctx: Context, source: str, rows: list[CreateCase], customers: dict[str, KnownCustomer]) -> int:
    """Store new cases in as many statements as there are tables; a twin that was faster keeps its own. Returns how
    many were stored."""
    codes = {
        kind: iter(next_codes(ctx.session, letter, ctx.today.year, count))
        for kind, letter in CODE_LETTERS.items()
        if (count := sum(row.kind is kind for row in rows))
    }
    policy = deadlines_now(ctx)
    made = [
        new_case(ctx, row, customers[row.customer_code], policy, code=next(codes[row.kind]), source=source)
        for row in rows
    ]
    stored = insert_new_cases(ctx.session, made)
    new = [Case(**values) for values in made if values["id"] in stored]
    if new:
        insert_rows(ctx.session, CaseEvent, [filed_row(ctx, case) for case in new])
        record_created(ctx, Case.__tablename__, [case.id for case in new])
        by_id = {customer.id: customer for customer in customers.values()}
        ctx.emit(*changed_events(ctx, new, by_id))
        for case in new:
            tell_of_vip(ctx, case)
    return len(new)
