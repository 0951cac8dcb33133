"""Transactions: business as the sender reports it, each by the sender's own id, corrected by the same id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import new_id
from chassis.db.trail import record_changes
from contracts.customer import TransactionFact, TransactionKind, TransactionsRecorded
from contracts.dates import IMPLAUSIBLE_DATE, implausible
from contracts.permissions import Permission
from services.customer.domain.transactions import TransactionProblem, as_counted, wrongly_signed
from services.customer.store import transactions as queries

MOST = 1_000


@dataclass(frozen=True, kw_only=True)
class TransactionRow:
    """One transaction as its sender reports it. ``amount`` in yuan; ``customer_code`` is ours or the sender's. A return
    counts down, whatever sign its sender writes."""

    external_id: str
    customer_code: str
    occurred_on: date
    quantity: int
    amount: Decimal
    kind: TransactionKind = TransactionKind.SALE
    product: str = ""
    void: bool = False

    def __post_init__(self) -> None:
        if self.kind is TransactionKind.RETURN:
            quantity, amount = as_counted(self.kind, self.quantity, self.amount)
            object.__setattr__(self, "quantity", quantity)
            object.__setattr__(self, "amount", amount)


@dataclass(frozen=True, kw_only=True)
class RecordTransactions:
    """Up to MOST transactions of one sender (``source``: the ERP, a file)."""

    source: str
    transactions: Sequence[TransactionRow]
    import_id: UUID | None = None
    keep_good: bool = False
    leave_known: bool = False
    """Known transactions stay as they are, instead of being corrected."""
    sender: Actor | None = None
    """Whose file it is: it reaches the customers that its sender sees, and corrects what files have brought, unless
    its sender may report transactions. None: a program reports them."""


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A row that was not taken: which, what of it, why."""

    index: int
    external_id: str
    field: str
    code: str


@dataclass(kw_only=True)
class Recorded:
    """What became of a batch."""

    accepted: int = 0
    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    changed: dict[str, tuple[UUID, dict[str, list[str]]]] = field(default_factory=dict)
    """Of known transactions, by the sender's id: which one, and field -> [before, after]."""


def record_transactions(ctx: Context, command: RecordTransactions) -> Recorded:
    """Store new transactions and corrections of known ones; what is already as reported changes nothing.

    With a rejected row nothing is stored, unless ``keep_good``: then the good rows are.
    """
    result = Recorded()
    known = _customers(ctx, command)
    good = _sorted_out(ctx, command, known, result)
    if not good or (result.rejected and not command.keep_good):
        return result
    say_recorded(ctx, _store(ctx, command, good, known, result))
    return result


def look_at_transactions(ctx: Context, command: RecordTransactions) -> Recorded:
    """What would become of transactions if they were recorded now; nothing is stored and nothing held."""
    result = Recorded()
    known = _customers(ctx, command)
    good = _sorted_out(ctx, command, known, result)
    before = queries.transactions_before(ctx.session, command.source, list(good), lock=False)
    wanted = _wanted(command, good, before)
    allowed = _without_foreign(ctx, command, wanted, before, result)
    lost, wanted = len(wanted) - len(allowed), allowed
    for id, row in wanted.items():
        if old := before.get(id):
            difference = _difference(old, _values(row, old.id, old.code, known))
            if difference:
                result.changed[id] = (old.id, difference)
    result.created = sum(id not in before for id in wanted)
    result.corrected = len(result.changed)
    result.unchanged = len(good) - lost - result.created - result.corrected
    result.accepted = len(good) - lost
    return result


def _customers(ctx: Context, command: RecordTransactions) -> dict[str, UUID]:
    """The customers that are meant and in reach, by their codes: one that is not there and one that somebody does not
    see are the same."""
    codes = (row.customer_code for row in command.transactions)
    return queries.ids_by_code(ctx.session, codes, command.sender)


def _without_foreign(
    ctx: Context, command: RecordTransactions, rows: dict[str, TransactionRow], before: dict[str, Any], result: Recorded
) -> dict[str, TransactionRow]:
    """The rows that write what is not there, or what a file may correct; of the others it is said in ``result`` that
    their ids are taken."""
    if command.sender is None or not before:
        return rows
    known = [before[id] for id in rows if id in before]
    seen = queries.seen_among(ctx.session, command.sender, {each.customer_id for each in known})
    reports = command.sender.may(Permission.TRANSACTION_WRITE)
    foreign = {
        each.external_id
        for each in known
        if each.customer_id not in seen or not (reports or each.import_id is not None)
    }
    places = {row.external_id: index for index, row in enumerate(command.transactions)} if foreign else {}
    result.rejected += [
        Rejected(index=places[id], external_id=id, field="external_id", code=TransactionProblem.ALREADY_TAKEN)
        for id in rows
        if id in foreign
    ]
    return {id: row for id, row in rows.items() if id not in foreign}


def _sorted_out(
    ctx: Context, command: RecordTransactions, known: dict[str, UUID], result: Recorded
) -> dict[str, TransactionRow]:
    """The rows that can be taken, by the sender's ids; of the others it is said in ``result`` what is wrong."""
    good: dict[str, TransactionRow] = {}
    for index, row in enumerate(command.transactions):
        if problem := _problem(ctx, row, known, good):
            field, code = problem
            result.rejected.append(Rejected(index=index, external_id=row.external_id, field=field, code=code))
        else:
            good[row.external_id] = row
    return good


def _wanted(
    command: RecordTransactions, rows: dict[str, TransactionRow], before: dict[str, Any]
) -> dict[str, TransactionRow]:
    return {id: row for id, row in rows.items() if not (command.leave_known and _holds(before.get(id)))}


def _values(row: TransactionRow, id: UUID, code: str, known: dict[str, UUID]) -> queries.TransactionValues:
    return queries.TransactionValues(
        id,
        code,
        row.external_id,
        known[row.customer_code],
        row.kind.value,
        row.occurred_on,
        row.quantity,
        row.amount,
        row.product,
        row.void,
    )


def say_recorded(ctx: Context, facts: Sequence[TransactionFact]) -> None:
    """Tell the others, at most MOST transactions in one event."""
    for start in range(0, len(facts), MOST):
        ctx.emit(TransactionsRecorded(batch_id=new_id(), facts=list(facts[start : start + MOST])))


def _problem(
    ctx: Context, row: TransactionRow, known: dict[str, UUID], seen: dict[str, TransactionRow]
) -> tuple[str, str] | None:
    """What is wrong with a row, and why. One that is void counts nowhere: so is taken back what is in the books."""
    if row.customer_code not in known:
        return "customer_code", "no_such_customer"
    if row.external_id in seen:
        return "external_id", "twice_in_batch"
    if row.void:
        return None
    if field := wrongly_signed(row.kind, row.quantity, row.amount):
        return field, TransactionProblem.WRONG_SIGN
    if implausible(ctx, {"occurred_on": row.occurred_on}):
        return "occurred_on", IMPLAUSIBLE_DATE
    return None


def _store(
    ctx: Context,
    command: RecordTransactions,
    rows: dict[str, TransactionRow],
    known: dict[str, UUID],
    result: Recorded,
) -> list[TransactionFact]:
    """Write all rows with one statement, and a line of the trail for each correction."""
    before = queries.transactions_before(ctx.session, command.source, list(rows))
    wanted = _wanted(command, rows, before)
    allowed = _without_foreign(ctx, command, wanted, before, result)
    lost, wanted = len(wanted) - len(allowed), allowed
    fresh = sum(1 for id in wanted if id not in before)
    codes = iter(next_codes(ctx.session, "T", ctx.now.year, fresh) if fresh else [])
    values = {
        id: _values(row, new_id(), before[id].code if id in before else next(codes), known)
        for id, row in wanted.items()
    }
    written = queries.upsert_transactions(
        ctx.session,
        source=command.source,
        import_id=command.import_id,
        now=ctx.now,
        rows=list(values.values()),
        over_reported=command.sender is None or command.sender.may(Permission.TRANSACTION_WRITE),
    )
    corrected = {line.external_id: line.known_as for line in written if line.known_as}
    result.changed = _trace(ctx, corrected, values, before)
    result.created = len(written) - len(corrected)
    result.corrected = len(corrected)
    result.unchanged = len(rows) - lost - len(written)
    result.accepted = len(rows) - lost
    return [fact_of(values[id], known_as or values[id].id, version) for id, version, known_as in written]


def _holds(before: Any) -> bool:
    """Whether a transaction is known and counts; one that is void may be brought anew."""
    return before is not None and not before.void


def _trace(
    ctx: Context,
    corrected: dict[str, UUID],
    values: dict[str, queries.TransactionValues],
    before: dict[str, Any],
) -> dict[str, tuple[UUID, dict[str, list[str]]]]:
    """A line of the trail for each correction; one that was void and is reported again is not changed but restored.
    Returns what the corrections have changed, by the sender's ids."""
    changes: dict[str, tuple[UUID, dict[str, list[str]]]] = {}
    changed: dict[UUID, Any] = {}
    restored: dict[UUID, Any] = {}
    for external_id, id in corrected.items():
        old, new = before.get(external_id), values[external_id]
        difference = _difference(old, new) if old else {}
        changes[external_id] = (id, difference)
        trace = restored if old and old.void and not new.void else changed
        trace[id] = difference
    record_changes(ctx, "transaction", "changed", changed)
    record_changes(ctx, "transaction", "restored", restored)
    return changes


def fact_of(values: Any, id: UUID, version: int) -> TransactionFact:
    """A transaction as the others hear of it; ``values`` is anything that has its columns."""
    return TransactionFact(
        transaction_id=id,
        version=version,
        customer_id=values.customer_id,
        kind=values.kind,
        occurred_on=values.occurred_on,
        quantity=values.quantity,
        amount=values.amount,
        void=values.void,
    )


def _difference(old: Any, new: Any) -> dict[str, list[str]]:
    return {
        name: [str(getattr(old, name)), str(getattr(new, name))]
        for name in queries.COMPARED
        if getattr(old, name) != getattr(new, name)
    }
