"""Bringing back what an import has changed in known records, where nobody has changed the same field since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db.trail import record_changes
from contracts.customer import ImportKind, TransactionKind
from services.customer.checks.domain.checking import TOLD
from services.customer.checks.store.check_policies import check_policies
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.store import records
from services.customer.imports.store.models import ImportBatch, ImportChange
from services.customer.imports.usecases.customers import DATES
from services.customer.imports.usecases.flaws import add_flaws
from services.customer.imports.usecases.rows import Layout
from services.customer.store.models import Customer, Transaction
from services.customer.store.queries import customers_held, of_waiting_imports
from services.customer.store.transactions import transactions_held
from services.customer.usecases.customers import changed_event, write_fields
from services.customer.usecases.transactions import fact_of, say_recorded

READ: dict[str, Callable[[str], Any]] = {
    "customer_id": UUID,
    "kind": TransactionKind,
    "occurred_on": date.fromisoformat,
    "quantity": int,
    "amount": Decimal,
    "void": lambda text: text == "True",
}
"""How a value of a transaction is read that was kept as text; others are texts."""


def restore(ctx: Context, batch: ImportBatch, changes: Sequence[ImportChange]) -> None:
    """Give known records the values back that they had before the import. A field that was changed again since stays,
    and is listed with its record."""
    for change in changes:
        change.restored_at = ctx.now
    if batch.kind is ImportKind.TRANSACTIONS:
        _restore_transactions(ctx, batch, changes)
    else:
        _restore_customers(ctx, batch, changes)


def _restore_customers(ctx: Context, batch: ImportBatch, changes: Sequence[ImportChange]) -> None:
    """What somebody has checked meanwhile stays as it was checked: such a field is listed, to be changed by hand."""
    found = {customer.id: customer for customer in customers_held(ctx.session, _ids(changes))}
    kept = _checked_fields(ctx, found)
    told, flaws, layout = [], [], Layout.of(batch)
    for change, before in _to_restore(ctx, batch, Customer.__tablename__, changes, found):
        customer = found[change.record_id]
        held = {field: code for field in before if (code := kept[customer.id](field))}
        flaws += [Flaw(change.row, layout.heading_of(field), held[field], customer.code) for field in sorted(held)]
        old = {field: value for field, value in before.items() if field not in held}
        dates = {field: date.fromisoformat(value) for field, value in old.items() if field in DATES and value}
        write_fields(customer, old | dates)
        if customer.status in TOLD and customer.verified_at:
            told.append(customer)
    add_flaws(ctx, batch, flaws)
    ctx.session.flush()
    ctx.emit(*(changed_event(customer) for customer in told))


def _checked_fields(ctx: Context, found: Mapping[UUID, Customer]) -> Mapping[UUID, Callable[[str], str]]:
    """Of customers, why a field is not given its old value back; '' when it is."""
    policies = {(policy.kind, policy.tier): frozenset(policy.fields) for policy in check_policies(ctx.session)}
    waiting = of_waiting_imports(ctx.session, found)

    def of(customer: Customer) -> Callable[[str], str]:
        if customer.id in waiting:
            return lambda _: RowProblem.WAITS_WITH_IMPORT
        held = policies[customer.kind, customer.tier] if customer.status in TOLD else frozenset()
        return lambda field: RowProblem.NEEDS_CHECK if field in held else ""

    return {id: of(customer) for id, customer in found.items()}


def _restore_transactions(ctx: Context, batch: ImportBatch, changes: Sequence[ImportChange]) -> None:
    found = {each.id: each for each in transactions_held(ctx.session, _ids(changes))}
    trail: dict[UUID, Any] = {}
    for change, old in _to_restore(ctx, batch, Transaction.__tablename__, changes, found):
        transaction = found[change.record_id]
        trail[transaction.id] = {field: [str(getattr(transaction, field)), value] for field, value in old.items()}
        for field, value in old.items():
            setattr(transaction, field, READ.get(field, str)(value))
    ctx.session.flush()
    record_changes(ctx, Transaction.__tablename__, "changed", trail)
    say_recorded(ctx, [fact_of(each, each.id, each.version) for id in trail if (each := found[id])])


def _ids(changes: Sequence[ImportChange]) -> Collection[UUID]:
    return [change.record_id for change in changes]


def _to_restore(
    ctx: Context, batch: ImportBatch, kind: str, changes: Sequence[ImportChange], found: dict[UUID, Any]
) -> list[tuple[ImportChange, dict[str, Any]]]:
    """Each change with the old values that can be given back; the others are listed."""
    layout = Layout.of(batch)
    again = records.changed_since(ctx.session, kind, changes)
    ways: list[tuple[ImportChange, dict[str, Any]]] = []
    flaws = []
    for change in changes:
        held = again.get(change.record_id, set())
        old = {field: before for field, (before, _) in change.fields.items() if field not in held}
        if old:
            ways.append((change, old))
        code = found[change.record_id].code
        flaws += [
            Flaw(change.row, layout.heading_of(field), RowProblem.CHANGED_SINCE, code)
            for field in sorted(change.fields.keys() & held)
        ]
    add_flaws(ctx, batch, flaws)
    return ways
