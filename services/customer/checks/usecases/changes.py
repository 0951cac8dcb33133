"""Changes of customers: at once, or as a request that somebody else checks.

Whoever does not own a customer asks for every change. Of the owner's own changes those wait that the policy names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from chassis.auth.directory import names_of
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden, Invalid, NotFound
from contracts.activity import NoticeKind, notify
from contracts.customer import ChangeRequestStatus, PairStatus, TransferStatus
from contracts.dates import expect_plausible
from contracts.permissions import Permission
from services.customer.checks.domain.checking import DISABLING, OWNER, TOLD, may_propose, needs_check
from services.customer.checks.store.change_requests import waiting_change
from services.customer.checks.store.check_policies import policy_of
from services.customer.checks.store.models import ChangeRequest
from services.customer.domain.errors import AlreadyWaiting, ChangedMeanwhile, CustomerMerged
from services.customer.domain.masking import sees_plain, without_masks
from services.customer.domain.workflow import Entry, status_after
from services.customer.merging.domain.merging import ABSORBS, ABSORBS_NAME, expect_mergeable
from services.customer.merging.store.pairs import settle_pair
from services.customer.merging.usecases import carrying
from services.customer.store import queries
from services.customer.store.models import Customer
from services.customer.store.ownership_transfers import waiting_transfer
from services.customer.usecases.customers import NewOwner, require_owner, say_changed, write_fields
from services.customer.usecases.reasons import Reason

OWNER_NAME = "owner_name"
"""Beside a change of the owner: what the two are called, for those who read the request."""
APART = frozenset({DISABLING, OWNER, OWNER_NAME, ABSORBS, ABSORBS_NAME})
"""What a change names that is no field to be written."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A look on site that a change rests on: who went, when, what was seen."""

    visit_by: str = ""
    visited_at: datetime | None = None
    visit_notes: str = ""

    def __bool__(self) -> bool:
        return bool(self.visit_by or self.visited_at or self.visit_notes)


NO_VISIT = Visit()


@dataclass(frozen=True, kw_only=True)
class ChangeCustomer:
    """New values of some fields."""

    values: dict[str, Any]
    visit: Visit = NO_VISIT


@dataclass(frozen=True)
class Changing:
    """A customer that is to be changed, held for update. ``own``: the actor changes it and does not only ask for it."""

    customer: Customer
    own: bool

    def waiting(self, ctx: Context, changed: set[str]) -> set[str]:
        """Which of the fields wait for a check."""
        if not self.own:
            return changed
        if self.customer.status not in TOLD:
            return set()
        policy = policy_of(ctx.session, self.customer.kind, self.customer.tier)
        return needs_check(policy, self.customer.status, changed)


def change_customer(ctx: Context, id: UUID, command: ChangeCustomer, version: int | None) -> Customer:
    """Change fields at once; those that wait for a check become a change request, which for who does not own the
    customer are all. Raises NotFound, Forbidden, Stale, AlreadyWaiting while another change waits, Invalid for dates
    that cannot be true and for a look on site where nothing waits."""
    changing = _to_change(ctx, id, version)
    customer = changing.customer
    values: Mapping[str, Any] = command.values
    if not sees_plain(ctx.actor.id, customer):
        values = without_masks(customer, values)
    changed = {field: value for field, value in values.items() if getattr(customer, field) != value}
    expect_plausible(ctx, **changed, visited_at=command.visit.visited_at)
    waiting = changing.waiting(ctx, set(changed))
    if waiting:
        request_change(ctx, customer, {field: changed[field] for field in waiting}, command.visit)
    elif command.visit:
        raise Invalid(visit_notes="nothing_waits")
    write_fields(customer, {field: value for field, value in changed.items() if field not in waiting})
    if changing.own:
        say_changed(ctx, customer)
    return customer


def disable_customer(ctx: Context, id: UUID, command: Reason, version: int | None) -> Customer:
    """Take a customer out of business, or ask for it; nothing is deleted. Raises NotFound, Forbidden, Stale,
    WrongStatus, AlreadyWaiting."""
    changing = _to_change(ctx, id, version)
    customer = changing.customer
    after = status_after("disable", Entry.of(customer), ctx.actor)
    if changing.waiting(ctx, {DISABLING}):
        request_change(ctx, customer, {DISABLING: after, "disabled_reason": command.reason})
        return customer
    customer.status, customer.disabled_reason = after, command.reason
    say_changed(ctx, customer)
    return customer


def give_customer(ctx: Context, id: UUID, command: NewOwner, version: int | None) -> Customer:
    """Hand a customer to another owner, or ask for it; who gives customers of others does so at once. A VIP goes to a
    customer manager or above: raises NotAnOwner. Raises NotFound, Forbidden, Stale, AlreadyWaiting."""
    changing = _to_change(ctx, id, version)
    customer = changing.customer
    require_owner(ctx, command.owner_id, customer.tier)
    gives = queries.reaches(ctx.session, ctx.actor, id)(Permission.CUSTOMER_GIVE)
    if command.owner_id != customer.owner_id and not gives and changing.waiting(ctx, {OWNER}):
        request_change(ctx, customer, {OWNER: command.owner_id})
        return customer
    _hand_to(ctx, customer, command.owner_id)
    say_changed(ctx, customer)
    return customer


def request_change(ctx: Context, customer: Customer, values: dict[str, Any], visit: Visit = NO_VISIT) -> ChangeRequest:
    """Put a change up for its check; one at a time for a customer. Raises AlreadyWaiting."""
    if waiting := waiting_change(ctx.session, customer.id):
        raise AlreadyWaiting(author_name=waiting.author_name)
    fields = {field: [plain(getattr(customer, field, None)), plain(value)] for field, value in values.items()}
    if OWNER in values:
        names = names_of(ctx.session, [customer.owner_id, values[OWNER]])
        fields[OWNER_NAME] = [names.get(customer.owner_id, ""), names.get(values[OWNER], "")]
    request = ChangeRequest(
        customer_id=customer.id,
        status=ChangeRequestStatus.WAITING,
        fields=fields,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
        visit_by=visit.visit_by,
        visited_at=visit.visited_at,
        visit_notes=visit.visit_notes,
    )
    ctx.session.add(request)
    ctx.session.flush()
    kind, permission = NoticeKind.CHANGE_TO_CHECK, Permission.CUSTOMER_VERIFY
    notify(ctx, kind, "change_request", request.id, code=customer.code, permission=permission)
    return request


def apply_change(ctx: Context, customer: Customer, values: dict[str, Any]) -> None:
    """Bring a change into force that was checked. Raises WrongStatus, NotAnOwner."""
    if DISABLING in values:
        customer.status = status_after("disable", Entry.of(customer), ctx.actor)
    if OWNER in values:
        owner_id = UUID(values[OWNER])
        require_owner(ctx, owner_id, customer.tier)
        _hand_to(ctx, customer, owner_id)
    fields = {field: value for field, value in values.items() if field not in APART}
    before = {field: plain(getattr(customer, field)) for field in fields}
    write_fields(customer, fields)
    say_changed(ctx, customer)
    if ABSORBS in values:
        _merge_as_asked(ctx, customer, UUID(values[ABSORBS]), fields, before)


def _merge_as_asked(
    ctx: Context, customer: Customer, absorbed_id: UUID, fields: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Carry a merge out that was approved, with the values that were shown. Raises Invalid when the two can no longer
    be one, ChangedMeanwhile when what goes over is no longer what was shown."""
    held = {each.id: each for each in queries.customers_held(ctx.session, {customer.id, absorbed_id})}
    absorbed = held[absorbed_id]
    expect_mergeable(customer, absorbed, fields)
    shown = {field: plain(value) for field, value in fields.items()}
    if differs := [field for field, value in shown.items() if plain(getattr(absorbed, field)) != value]:
        raise ChangedMeanwhile(fields=sorted(differs))
    carrying.carry_out(ctx, customer, absorbed, {field: [before[field], shown[field]] for field in fields})
    settle_pair(ctx, customer.id, absorbed_id, PairStatus.MERGED)


def changed_meanwhile(customer: Customer, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a change wants to change and somebody else has changed since: field -> its value now."""
    beside = {OWNER_NAME, ABSORBS, ABSORBS_NAME}
    now = {field: plain(getattr(customer, field)) for field in fields if field not in beside}
    return {field: value for field, value in now.items() if value != fields[field][0]}


def plain(value: Any) -> Any:
    """A value as a request keeps it: what JSON can hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _to_change(ctx: Context, id: UUID, version: int | None) -> Changing:
    """A customer that the actor changes, or of which the actor may ask for changes: one that was checked."""
    if not may_propose(ctx.actor):
        raise Forbidden(permission=Permission.CUSTOMER_WRITE)
    customer = queries.customer_of(ctx.session, ctx.actor, id, lock=True)
    own = queries.reaches(ctx.session, ctx.actor, id)(Permission.CUSTOMER_WRITE)
    if not own and customer.status not in TOLD:
        raise NotFound()
    expect_version(customer, version)
    if customer.merged_into is not None:
        raise CustomerMerged()
    return Changing(customer, own)


def _hand_to(ctx: Context, customer: Customer, owner_id: UUID) -> None:
    customer.owner_id = owner_id
    notify(ctx, NoticeKind.CUSTOMER_GIVEN, "customer", customer.id, code=customer.code, to=[owner_id])
    if waiting := waiting_transfer(ctx.session, customer.id):
        waiting.status = TransferStatus.DONE
