"""Customers: add, hand in, enable, and what every change of one begins and ends with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.auth.directory import Staff
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.workflow import Reach
from contracts.activity import NoticeKind, notify
from contracts.customer import CustomerChanged, CustomerKind, CustomerStatus
from contracts.dates import expect_plausible
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.checks.domain.checking import TOLD, may_propose
from services.customer.checks.usecases.likely import expect_new
from services.customer.domain import names
from services.customer.domain.errors import NotAnOwner
from services.customer.domain.finding import NUMBERS, reached_by
from services.customer.domain.owning import may_own
from services.customer.domain.workflow import CUSTOMER, Entry, status_after
from services.customer.store import queries
from services.customer.store.models import Customer
from services.customer.usecases.lists import region_in

LETTERS = {CustomerKind.PERSON: "P", CustomerKind.COMPANY: "C"}
REACHED_BY = {*NUMBERS, "email"}


@dataclass(frozen=True, kw_only=True)
class AddCustomer:
    """A new entry. ``values`` are the fields of its kind; it belongs to ``owner_id``, or to its author.
    ``for_service``: customer service is to type it from its paper; it is submitted then."""

    kind: CustomerKind
    values: dict[str, Any]
    owner_id: UUID | None = None
    submit: bool = False
    for_service: bool = False
    confirm_duplicate: bool = False


@dataclass(frozen=True, kw_only=True)
class NewOwner:
    """Whom a customer is handed to."""

    owner_id: UUID


def add_customer(ctx: Context, command: AddCustomer) -> Customer:
    """Write an entry down as a draft, hand it in for its check at once, or to customer service to be typed. Raises
    NotAnOwner, Invalid, LikelyDuplicate unless the command confirms that it is another one."""
    expect_plausible(ctx, **command.values)
    if not command.confirm_duplicate:
        expect_new(ctx, command.kind, command.values)
    owner_id = command.owner_id or ctx.actor.id
    if command.owner_id and command.owner_id != ctx.actor.id:
        require_owner(ctx, command.owner_id, Tier.ORDINARY)
    submitted = command.submit and not command.for_service
    [code] = next_codes(ctx.session, LETTERS[command.kind], ctx.now.year, 1)
    customer = Customer(
        id=new_id(),
        code=code,
        kind=command.kind,
        status=CustomerStatus.SUBMITTED if submitted else CustomerStatus.DRAFT,
        owner_id=owner_id,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
        for_service=command.for_service,
        handed_in_by=ctx.actor.id if command.for_service else None,
        handed_in_by_name=ctx.actor.name if command.for_service else "",
    )
    write_fields(customer, _with_region(ctx, command.values))
    ctx.session.add(customer)
    ctx.session.flush()
    if submitted:
        ask_for_check(ctx, customer)
    if command.for_service:
        kind, serving = NoticeKind.ENTRY_HANDED_IN, Permission.CASE_HANDLE
        notify(ctx, kind, "customer", customer.id, code=customer.code, permission=serving)
    return customer


def _with_region(ctx: Context, values: dict[str, Any]) -> dict[str, Any]:
    """The values of an entry; an address gives the region where none is named."""
    if values.get("region") or not values.get("address"):
        return values
    return {**values, "region": region_in(ctx, values["address"])}


def ask_for_check(ctx: Context, customer: Customer) -> None:
    """Tell who checks entries that there is one more."""
    permission = Permission.CUSTOMER_VERIFY
    notify(ctx, NoticeKind.ENTRY_TO_CHECK, "customer", customer.id, code=customer.code, permission=permission)


def write_fields(customer: Customer, values: dict[str, Any]) -> None:
    """Set fields, and what the customer is found and sorted by."""
    for field, value in values.items():
        setattr(customer, field, value)
    if "name" in values:
        found = names.found_by(customer.name)
        customer.sort_key, customer.initials, customer.pairs = found.sort_key, found.initials, found.pairs
    if REACHED_BY & values.keys():
        customer.reached_by = reached_by((getattr(customer, field) for field in NUMBERS), customer.email)


def enable_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take a disabled customer back into business; one that was never checked comes back as a draft. Raises
    WrongStatus."""
    customer = act(ctx, id, "enable", version)
    customer.disabled_reason = ""
    say_changed(ctx, customer)
    return customer


def act(ctx: Context, id: UUID, action: str, version: int | None) -> Customer:
    """A customer that the permission for an action reaches, held for update, in the state after it; the rules refuse
    what is not allowed. Raises NotFound, Stale, WrongStatus, SamePerson."""
    permission = str(CUSTOMER.steps[action].permission)
    customer = queries.customer_of(ctx.session, ctx.actor, id, permission=permission, lock=True)
    expect_version(customer, version)
    customer.status = status_after(action, entry_of(ctx, customer), ctx.actor)
    return customer


def entry_of(ctx: Context, customer: Customer, reaches: Reach | None = None) -> Entry:
    """A customer as its workflow looks at it. What the actor has written of it matters only to its check; ``reaches``
    tells whether the actor changes it or only asks for changes."""
    proposing = (
        reaches is not None
        and customer.status in TOLD
        and may_propose(ctx.actor)
        and not reaches(Permission.CUSTOMER_WRITE)
    )
    if customer.status is not CustomerStatus.SUBMITTED or not ctx.actor.may(Permission.CUSTOMER_VERIFY):
        return Entry.of(customer, proposing=proposing)
    written = queries.written_by(ctx.session, customer.id, ctx.actor.id)
    return Entry.of(customer, written, with_import=queries.waits_with_import(ctx.session, customer.id))


def say_changed(ctx: Context, customer: Customer) -> None:
    """Tell the others of a customer that counts; of an entry they never hear."""
    ctx.session.flush()
    if customer.status not in TOLD or customer.verified_at is None:
        return
    ctx.emit(changed_event(customer))


def changed_event(customer: Any) -> CustomerChanged:
    """What the others are told of a customer, or of a row of ``queries.SAID``."""
    return CustomerChanged(
        customer_id=customer.id,
        version=customer.version,
        code=customer.code,
        external_code=customer.external_code,
        kind=customer.kind,
        name=customer.name,
        active=customer.status is CustomerStatus.ACTIVE,
        owner_id=customer.owner_id,
        region=customer.region,
        industry=customer.industry,
        email=customer.email,
        merged_into=customer.merged_into,
    )


def require_owner(ctx: Context, owner_id: UUID | None, tier: Tier) -> Staff:
    """The person who may own a customer of this tier; NotAnOwner otherwise."""
    person = ctx.session.get(Staff, owner_id) if owner_id else None
    if person is None or not person.active or not may_own(person.roles):
        raise NotAnOwner(owner_id=str(owner_id))
    if not may_own(person.roles, tier):
        raise NotAnOwner(owner_id=str(owner_id), tier=tier.value)
    return person
