"""Customers of a file: new ones become entries that wait for their check, known ones are left or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.auth import Actor, Scope
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import new_id
from chassis.db.trail import record_created
from contracts.customer import CustomerKind, CustomerStatus, OnKnown
from contracts.dates import IMPLAUSIBLE_DATE, implausible
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.checks.domain.checking import TOLD, needs_check
from services.customer.checks.store.check_policies import check_policies
from services.customer.domain import masking, names
from services.customer.domain.finding import NUMBERS, reached_by
from services.customer.imports.domain.headings import KIND_OF_CUSTOMER, MOBILE_OR_PHONE, OWNER
from services.customer.imports.domain.problems import Flaw, RowProblem
from services.customer.imports.store import records
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.usecases import owners as import_owners
from services.customer.imports.usecases.rows import Changed, Layout, Stored
from services.customer.store import lists
from services.customer.store.bulk import copy_rows, text_array
from services.customer.store.models import Customer
from services.customer.usecases.customers import LETTERS, changed_event, write_fields

DATES = ("birth_date", "founded_on", "dealings_since")
TEXTS = (
    *("region", "industry", "address", "mobile", "phone", "email"),
    *("sex", "marital_status", "employer", "employer_phone", "hobbies", "background"),
    *("person_in_charge", "dealings_notes"),
)
FIELDS = ("external_code", "name", *TEXTS, *DATES)
OWN = (
    *("id", "version", "created_at", "updated_at", "code", "kind", "status", "import_id"),
    *("owner_id", "author_id", "author_name", "sort_key", "initials", "pairs", "reached_by"),
)
Values = dict[str, Any]


def store_customers(ctx: Context, batch: ImportBatch, layout: Layout, good: Mapping[int, Values]) -> Stored:
    """Store checked rows: number -> values of the fields that the row fills. A new customer belongs to the owner that
    its row names, or to the author; the owner of a known one is changed by a hand-over only."""
    kind = KIND_OF_CUSTOMER[layout.kind]
    owners = import_owners.owners_of(ctx, (values[OWNER] for values in good.values() if OWNER in values))
    known = records.known_customers(ctx.session, [values["external_code"] for values in good.values()])
    again = records.taken_back(ctx.session, known.values())  # a file may bring them anew
    may_change = _within_reach(ctx, batch, known) if batch.on_known == OnKnown.UPDATE else set()
    policy = _policy(ctx, kind) if may_change else {}
    stored = Stored()
    new: list[tuple[Values, UUID]] = []
    told: list[Customer] = []
    for number, row in good.items():
        if wrong := implausible(ctx, row):
            stored.flaws.extend(_flaw(layout, number, field, IMPLAUSIBLE_DATE, row) for field in wrong)
            continue
        values, owner = (_without_owner(row), owners[row[OWNER]]) if OWNER in row else (row, batch.author_id)
        customer = known.get(values["external_code"])
        if customer is not None and customer.kind != kind:
            stored.flaws.append(_flaw(layout, number, "external_code", RowProblem.OTHER_KIND, values))
        elif customer is not None and customer.merged_into is not None:
            stored.flaws.append(_flaw(layout, number, "external_code", RowProblem.CUSTOMER_MERGED, values))
        elif customer is None or customer.id in again:
            if isinstance(owner, RowProblem):
                stored.flaws.append(_flaw(layout, number, OWNER, owner, row))
            elif customer is None:
                new.append((values, owner))
            else:
                _enter_again(batch, layout, customer, values, owner)
                stored.created += 1
        elif batch.on_known == OnKnown.SKIP:
            stored.unchanged += 1
        elif customer.id not in may_change:
            stored.flaws.append(_flaw(layout, number, "external_code", RowProblem.ALREADY_TAKEN, values))
        elif _update(layout, number, customer, values, stored, policy) and customer.status in TOLD:
            told.append(customer)
    ctx.session.flush()
    ctx.emit(*(changed_event(customer) for customer in told if customer.verified_at))
    _add(ctx, batch, kind, new)
    stored.created += len(new)
    return stored


def _without_owner(row: Values) -> Values:
    return {field: value for field, value in row.items() if field != OWNER}


def _within_reach(ctx: Context, batch: ImportBatch, known: Mapping[str, Customer]) -> set[UUID]:
    """Of known customers those that the import's author may change."""
    may: dict[str, Scope] = {Permission.CUSTOMER_WRITE: Scope(batch.reach)} if batch.reach else {}
    author = Actor(id=batch.author_id, name=batch.author_name, department_id=batch.department_id, permissions=may)
    return records.changed_by(ctx.session, author, known.values())


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
    new = masking.without_masks(customer, values)
    changed = {field: value for field, value in new.items() if getattr(customer, field) != value}
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


def _enter_again(batch: ImportBatch, layout: Layout, customer: Customer, values: Values, owner_id: UUID) -> None:
    """A customer that was taken back is entered anew, as the file now has it."""
    mapped = {field for _, _, field in layout.columns}
    filled = mapped | {"mobile", "phone"} if MOBILE_OR_PHONE in mapped else mapped
    empty = {field: _nothing(field) for field in filled if field in FIELDS}
    write_fields(customer, empty | values)
    customer.status = CustomerStatus.SUBMITTED
    customer.import_id, customer.disabled_reason = batch.id, ""
    customer.author_id, customer.author_name = batch.author_id, batch.author_name
    customer.owner_id = owner_id


def _add(ctx: Context, batch: ImportBatch, kind: CustomerKind, new: list[tuple[Values, UUID]]) -> None:
    if not new:
        return
    codes = next_codes(ctx.session, LETTERS[kind], ctx.now.year, len(new))
    paths = lists.paths_of_rows(ctx.session, [values for values, _ in new])
    rows = [
        (*_row(batch, kind, code, *entry, ctx.now), *placed)
        for code, entry, placed in zip(codes, new, paths, strict=True)
    ]
    copy_rows(ctx.session, Customer, (*OWN, *FIELDS, *lists.PATHS), rows)
    record_created(ctx, "customer", [row[0] for row in rows])


def _row(
    batch: ImportBatch, kind: CustomerKind, code: str, values: Values, owner_id: UUID, now: datetime
) -> tuple[Any, ...]:
    found = names.found_by(values["name"])
    keys = reached_by((values.get(field) for field in NUMBERS), values.get("email"))
    return (
        *(new_id(), 1, now, now, code, kind.value, CustomerStatus.SUBMITTED.value, batch.id),
        *(owner_id, batch.author_id, batch.author_name, found.sort_key, found.initials),
        *(text_array(found.pairs), text_array(keys)),
        *(values.get(field, _nothing(field)) for field in FIELDS),
    )


def as_text(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _nothing(field: str) -> str | None:
    return None if field in DATES else ""


def _flaw(layout: Layout, number: int, field: str, code: str, values: Values, *, whole_row: bool = True) -> Flaw:
    return Flaw(number, layout.heading_of(field), code, str(values[field]), whole_row)
