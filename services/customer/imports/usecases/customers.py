"""Customers of a file: new ones become entries that wait for their check, known ones are left or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import new_id
from chassis.db.trail import record_created
from contracts.customer import CustomerKind, CustomerStatus, OnKnown, Purpose
from contracts.dates import IMPLAUSIBLE_DATE, implausible
from contracts.masking import MASKS
from contracts.reporting import Tier
from services.customer.checks.domain.checking import TOLD, needs_check
from services.customer.checks.store.check_policies import check_policies
from services.customer.domain import masking, names
from services.customer.domain.finding import NUMBERS, reached_by
from services.customer.imports.domain.cells import may_be_left_out
from services.customer.imports.domain.headings import CODE, KIND_OF_CUSTOMER, MOBILE_OR_PHONE, OWNER
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases import owners as import_owners
from services.customer.imports.usecases.known import known_customers
from services.customer.imports.usecases.rows import Changed, Layout, Stored, sender_of
from services.customer.store import lists
from services.customer.store.bulk import copy_rows, text_array
from services.customer.store.models import Customer
from services.customer.store.queries import of_waiting_imports
from services.customer.usecases.customers import LETTERS, changed_event, write_fields
from services.customer.usecases.readings import note_readings

DATES = ("birth_date", "founded_on", "dealings_since")
TEXTS = (
    *("region", "industry", "address", "mobile", "phone", "email"),
    *("sex", "marital_status", "employer", "employer_phone", "hobbies", "background"),
    *("person_in_charge", "dealings_notes"),
)
FIELDS = ("external_code", "name", *TEXTS, *DATES)
OWN = (
    *("id", "version", "created_at", "updated_at", "code", "kind", "status", "import_id"),
    *("owner_id", "author_id", "author_name", "sort_key", "initials", "readings", "pairs", "reached_by"),
    "counted_from",
)
Values = dict[str, Any]


def store_customers(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, Values]) -> Stored:
    """Store checked rows: number -> values of the fields that the row fills. A new customer belongs to the owner that
    its row names, or to the author; the owner of a known one is changed by a hand-over only.

    A file changes what its sender changes by hand, and of the others not even their kind is told. What an import
    brought and took away again is entered anew, by who may change it or has alone brought it."""
    kind = KIND_OF_CUSTOMER[layout.kind]
    owners = import_owners.owners_of(ctx, (values[OWNER] for values in good.values() if OWNER in values))
    sender = sender_of(batch)
    known = known_customers(ctx, batch, kind, sender, good.values())
    may_change, again = known.may_change, known.again
    waiting = of_waiting_imports(ctx.session, (customer.id for customer in known.customers))
    policy = _policy(ctx, kind) if batch.on_known == OnKnown.UPDATE else {}
    stored = Stored()
    new: list[tuple[Values, UUID]] = []
    told: list[Customer] = []
    either = MOBILE_OR_PHONE in layout.mapping.values()
    compared: list[UUID] = []
    for number, row in good.items():
        meant = known.meant_by(row)
        customer = meant.customer
        if customer is not None and customer.id in may_change and customer.id not in again:
            row = masking.without_masks(customer, row, either=either)
        if wrong := {
            **dict.fromkeys(implausible(ctx, row), IMPLAUSIBLE_DATE),
            **dict.fromkeys(masking.masked(row), masking.MASKED_VALUE),
        }:
            flaws = [_without(layout, number, field, code, row) for field, code in wrong.items()]
            stored.flaws.extend(flaws)
            if any(flaw.whole_row for flaw in flaws):
                continue
            row = {field: value for field, value in row.items() if field not in wrong}
        values = _to_write(row, customer)
        owner = owners[row[OWNER]] if OWNER in row else None
        if meant.problem:
            stored.flaws.append(_flaw(layout, number, meant.field, meant.problem, row))
        elif customer is not None and customer.kind != kind and customer.id in may_change | again:
            stored.flaws.append(_flaw(layout, number, known.named(row), RowProblem.OTHER_KIND, row))
        elif customer is not None and customer.merged_into is not None and customer.id in may_change:
            stored.flaws.append(_flaw(layout, number, known.named(row), RowProblem.CUSTOMER_MERGED, row))
        elif customer is None or customer.id in again:
            if isinstance(owner, RowProblem):
                stored.flaws.append(_flaw(layout, number, OWNER, owner, row))
            elif customer is None:
                new.append((values, owner or batch.author_id))
            else:
                _enter_again(batch, customer, values, owner)
                stored.created += 1
        elif batch.on_known == OnKnown.SKIP:
            stored.unchanged += 1
        elif customer.id not in may_change:
            code = RowProblem.NO_SUCH_CUSTOMER if known.named(row) == CODE else RowProblem.ALREADY_TAKEN
            stored.flaws.append(_flaw(layout, number, known.named(row), code, row))
        elif customer.id in waiting:
            stored.flaws.append(_flaw(layout, number, known.named(row), RowProblem.WAITS_WITH_IMPORT, row))
        else:
            if MASKS.keys() & values.keys() and not masking.sees_plain(batch.author_id, customer):
                compared.append(customer.id)  # what the file says of masked values, the result tells whether it is so
            if _update(layout, number, customer, values, stored, policy) and customer.status in TOLD:
                told.append(customer)
    note_readings(ctx, compared, Purpose.SEARCH)
    ctx.session.flush()
    ctx.emit(*(changed_event(customer) for customer in told if customer.verified_at))
    _add(ctx, batch, kind, new)
    stored.created += len(new)
    return stored


def _to_write(row: Values, customer: Customer | None) -> Values:
    """What of a row is written to its customer: not whose it is, and not our own code, be it in the place of theirs."""
    values = {field: value for field, value in row.items() if field not in (OWNER, CODE)}
    if customer and values.get("external_code") == customer.code:
        del values["external_code"]
    return values


def _policy(ctx: Context, kind: CustomerKind) -> dict[Tier, frozenset[str]]:
    """What waits for a check of a kind of customer, by its tier."""
    return {policy.tier: frozenset(policy.fields) for policy in check_policies(ctx.session) if policy.kind is kind}


def _update(
    layout: Layout,
    number: int,
    customer: Customer,
    values: Values,
    stored: Stored,
    policy: Mapping[Tier, frozenset[str]],
) -> bool:
    """Bring a known customer up to the file. What waits for a check by the policy stays: each is listed, to be changed
    by hand. True when something was changed."""
    changed = {field: value for field, value in values.items() if getattr(customer, field) != value}
    waiting = needs_check(policy[customer.tier], customer.status, set(changed))
    free = {field: value for field, value in changed.items() if field not in waiting}
    stored.flaws.extend(
        _flaw(layout, number, field, RowProblem.NEEDS_CHECK, values, whole_row=not free) for field in sorted(waiting)
    )
    if free:
        change = {field: [as_text(getattr(customer, field)), as_text(value)] for field, value in free.items()}
        stored.changes.append(Changed(number, customer.id, change))
    write_fields(customer, free)
    stored.updated += bool(free)
    stored.unchanged += not changed
    return bool(free)


def _enter_again(batch: ImportBatch, customer: Customer, values: Values, owner_id: UUID | None) -> None:
    """A customer that was taken back is entered anew, as the file now has it and with nothing else; it stays whose it
    is, unless the row names an owner."""
    write_fields(customer, {field: _nothing(field) for field in FIELDS} | values)
    customer.status = CustomerStatus.SUBMITTED
    customer.import_id, customer.disabled_reason = batch.id, ""
    customer.author_id, customer.author_name = batch.author_id, batch.author_name
    customer.owner_id = owner_id or customer.owner_id


def _add(ctx: Context, batch: ImportBatch, kind: CustomerKind, new: list[tuple[Values, UUID]]) -> None:
    if not new:
        return
    codes = next_codes(ctx.session, LETTERS[kind], ctx.now.year, len(new))
    paths = lists.paths_of_rows(ctx.session, [values for values, _ in new])
    rows = [
        (*_row(ctx, batch, kind, code, *entry), *placed) for code, entry, placed in zip(codes, new, paths, strict=True)
    ]
    copy_rows(ctx.session, Customer, (*OWN, *FIELDS, *lists.PATHS), rows)
    record_created(ctx, "customer", [row[0] for row in rows])


def _row(
    ctx: Context, batch: ImportBatch, kind: CustomerKind, code: str, values: Values, owner_id: UUID
) -> tuple[Any, ...]:
    found = names.found_by(values["name"], person=kind is CustomerKind.PERSON)
    keys = reached_by((values.get(field) for field in NUMBERS), values.get("email"))
    return (
        *(new_id(), 1, ctx.now, ctx.now, code, kind.value, CustomerStatus.SUBMITTED.value, batch.id),
        *(owner_id, batch.author_id, batch.author_name, found.sort_key, found.initials, found.readings),
        *(text_array(found.pairs), text_array(keys), ctx.today),
        *(values.get(field, _nothing(field)) for field in FIELDS),
    )


def as_text(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _nothing(field: str) -> str | None:
    return None if field in (*DATES, "external_code") else ""


def _without(layout: Layout, number: int, field: str, code: str, values: Values) -> Flaw:
    """A flaw of one value, as the import meets it: the row is stored without it, where it may be missing and the import
    was told so."""
    left_out = layout.leaves_out and may_be_left_out(field)
    return replace(_flaw(layout, number, field, code, values), whole_row=not left_out, left_out=left_out)


def _flaw(layout: Layout, number: int, field: str, code: str, values: Values, *, whole_row: bool = True) -> Flaw:
    return Flaw(number, layout.heading_of(field), code, str(values[field]), whole_row)
