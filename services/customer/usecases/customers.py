"""Customers: add, change, disable and enable, hand to another owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.auth.directory import Staff
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import expect_version, new_id
from contracts.customer import (
    ChangeRequestStatus,
    CustomerChanged,
    CustomerKind,
    CustomerStatus,
    TransferStatus,
)
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain import masking, names
from services.customer.domain.errors import AlreadyWaiting, NotAnOwner
from services.customer.domain.owning import may_own
from services.customer.domain.workflow import CUSTOMER, TOLD, Entry, needs_check, status_after
from services.customer.store import queries
from services.customer.store.change_requests import waiting_change
from services.customer.store.models import ChangeRequest, Customer
from services.customer.store.ownership_transfers import waiting_transfer
from services.customer.usecases.reasons import Reason

LETTERS = {CustomerKind.PERSON: "P", CustomerKind.COMPANY: "C"}


@dataclass(frozen=True, kw_only=True)
class AddCustomer:
    """A new entry. ``values`` are the fields of its kind; it belongs to ``owner_id``, or to its author."""

    kind: CustomerKind
    values: dict[str, Any]
    owner_id: UUID | None = None
    submit: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeCustomer:
    """New values of some fields."""

    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewOwner:
    """Whom a customer is handed to."""

    owner_id: UUID


def add_customer(ctx: Context, command: AddCustomer) -> Customer:
    """Write an entry down as a draft, or hand it in for its check at once. Raises NotAnOwner."""
    owner_id = command.owner_id or ctx.actor.id
    if command.owner_id and command.owner_id != ctx.actor.id:
        require_owner(ctx, command.owner_id, Tier.ORDINARY)
    [code] = next_codes(ctx.session, LETTERS[command.kind], ctx.now.year, 1)
    customer = Customer(
        id=new_id(),
        code=code,
        kind=command.kind,
        status=CustomerStatus.SUBMITTED if command.submit else CustomerStatus.DRAFT,
        owner_id=owner_id,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    write_fields(customer, command.values)
    ctx.session.add(customer)
    ctx.session.flush()
    return customer


def write_fields(customer: Customer, values: dict[str, Any]) -> None:
    """Set fields, and with a name what it is found and sorted by."""
    for field, value in values.items():
        setattr(customer, field, value)
    if "name" in values:
        found = names.found_by(customer.name)
        customer.sort_key, customer.initials, customer.pairs = found.sort_key, found.initials, found.pairs


def change_customer(ctx: Context, id: UUID, command: ChangeCustomer, version: int | None) -> Customer:
    """Change fields at once; verified core fields become a change request that somebody else checks. Raises
    AlreadyWaiting while another change of such fields waits."""
    customer = act(ctx, id, "edit", version)
    values = command.values
    if not masking.sees_plain(ctx.actor.id, customer):
        values = masking.without_masks(customer, values)
    changed = {field: value for field, value in values.items() if getattr(customer, field) != value}
    waiting = needs_check(customer.kind, customer.status, set(changed))
    if waiting:
        request_change(ctx, customer, {field: changed[field] for field in waiting})
    write_fields(customer, {field: value for field, value in changed.items() if field not in waiting})
    say_changed(ctx, customer)
    return customer


def request_change(ctx: Context, customer: Customer, values: dict[str, Any]) -> ChangeRequest:
    """Put a change of core fields up for its check; one at a time for a customer. Raises AlreadyWaiting."""
    if waiting_change(ctx.session, customer.id):
        raise AlreadyWaiting()
    request = ChangeRequest(
        customer_id=customer.id,
        status=ChangeRequestStatus.WAITING,
        fields={field: [_plain(getattr(customer, field)), _plain(value)] for field, value in values.items()},
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
    )
    ctx.session.add(request)
    return request


def disable_customer(ctx: Context, id: UUID, command: Reason, version: int | None) -> Customer:
    """Take a customer out of business; nothing is deleted. Raises WrongStatus."""
    customer = act(ctx, id, "disable", version)
    customer.disabled_reason = command.reason
    say_changed(ctx, customer)
    return customer


def enable_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take a disabled customer back into business; one that was never checked comes back as a draft. Raises
    WrongStatus."""
    customer = act(ctx, id, "enable", version)
    customer.disabled_reason = ""
    say_changed(ctx, customer)
    return customer


def submit_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Hand an entry in for its check. Raises WrongStatus."""
    customer = act(ctx, id, "submit", version)
    customer.returned_reason = ""
    ctx.session.flush()
    return customer


def give_customer(ctx: Context, id: UUID, command: NewOwner, version: int | None) -> Customer:
    """Hand a customer to another owner. A VIP goes to a customer manager or above: raises NotAnOwner."""
    customer = act(ctx, id, "give", version)
    require_owner(ctx, command.owner_id, customer.tier)
    customer.owner_id = command.owner_id
    if waiting := waiting_transfer(ctx.session, id):
        waiting.status = TransferStatus.DONE
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


def entry_of(ctx: Context, customer: Customer) -> Entry:
    """A customer as its workflow looks at it. What the actor has written of it matters only to its check."""
    if customer.status is not CustomerStatus.SUBMITTED or not ctx.actor.may(Permission.CUSTOMER_VERIFY):
        return Entry.of(customer)
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
    )


def require_owner(ctx: Context, owner_id: UUID | None, tier: Tier) -> Staff:
    """The person who may own a customer of this tier; NotAnOwner otherwise."""
    person = ctx.session.get(Staff, owner_id) if owner_id else None
    if person is None or not person.active or not may_own(person.roles):
        raise NotAnOwner(owner_id=str(owner_id))
    if not may_own(person.roles, tier):
        raise NotAnOwner(owner_id=str(owner_id), tier=tier.value)
    return person


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
