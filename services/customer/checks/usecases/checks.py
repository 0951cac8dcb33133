"""Checks: somebody other than the author compares an entry, or a change of one, with the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chassis.approval import decide
from chassis.context import Context
from chassis.errors import Invalid, WrongStatus
from contracts.activity import NoticeKind, notify
from contracts.permissions import Permission
from services.customer.checks.domain.checking import CHECKABLE, TOLD
from services.customer.checks.store import change_requests
from services.customer.checks.store.models import ChangeRequest
from services.customer.checks.usecases.changes import apply_change, changed_meanwhile
from services.customer.checks.usecases.entries import tell_authors
from services.customer.contacts.store import contacts
from services.customer.domain.errors import ChangedMeanwhile
from services.customer.domain.workflow import CHANGE_REQUEST
from services.customer.imports.store import queries as import_queries
from services.customer.store import queries
from services.customer.store.models import Customer
from services.customer.usecases.customers import act, say_changed
from services.customer.usecases.reasons import Reason

DATES = frozenset({"birth_date", "founded_on", "dealings_since"})


def approve_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """The entry agrees with the form: it is a customer from now on, and the others are told. Raises WrongStatus, and
    SamePerson for whoever has written any of it."""
    customer = act(ctx, id, "approve", version)
    customer.verified_by, customer.verified_by_name, customer.verified_at = ctx.actor.id, ctx.actor.name, ctx.now
    say_changed(ctx, customer)
    tell_authors(ctx, customer, NoticeKind.ENTRY_APPROVED)
    return customer


@dataclass(frozen=True, kw_only=True)
class Return:
    """Why an entry goes back: in words, and the fields that do not agree with the paper, each with what was noted."""

    reason: str = ""
    differs: dict[str, str] = field(default_factory=dict)


def return_customer(ctx: Context, id: UUID, command: Return, version: int | None) -> Customer:
    """The entry does not agree with the form: back to its author with the reason. Raises WrongStatus, SamePerson,
    Invalid for what is no field of the form."""
    customer = act(ctx, id, "return", version)
    if set(command.differs) - set(CHECKABLE[customer.kind]):
        raise Invalid(differs="unknown_field")
    customer.returned_reason, customer.returned_fields = command.reason, dict(command.differs)
    ctx.session.flush()
    tell_authors(ctx, customer, NoticeKind.ENTRY_RETURNED)
    return customer


def approve_change(ctx: Context, id: UUID, version: int | None) -> ChangeRequest:
    """The change is right: it takes effect now. Raises WrongStatus, SamePerson, ChangedMeanwhile when what it changes
    is no longer what it was, or what is checked is an entry by now: that is compared as a whole. Whoever was on site
    has not checked what was seen there."""
    request = change_requests.request_to_check(ctx.session, ctx.actor, id)
    decide(ctx, request, CHANGE_REQUEST, "approve", version)
    customer = queries.customer_of(
        ctx.session, ctx.actor, request.customer_id, permission=Permission.CUSTOMER_VERIFY, lock=True
    )
    if customer.status not in TOLD:
        raise WrongStatus(status=customer.status.value, action="approve")
    if meanwhile := changed_meanwhile(customer, request.fields):
        raise ChangedMeanwhile(fields=sorted(meanwhile))
    apply_change(ctx, customer, {field: _value(field, after) for field, (_, after) in request.fields.items()})
    _tell_decided(ctx, request, customer)
    return request


def reject_change(ctx: Context, id: UUID, command: Reason, version: int | None) -> ChangeRequest:
    """The change is wrong: nothing changes, and its author reads why. Raises WrongStatus, SamePerson."""
    request = change_requests.request_to_check(ctx.session, ctx.actor, id)
    decide(ctx, request, CHANGE_REQUEST, "reject", version)
    request.reason = command.reason
    ctx.session.flush()
    known = queries.customers_by_id(ctx.session, [request.customer_id])
    _tell_decided(ctx, request, known[request.customer_id])
    return request


def _tell_decided(ctx: Context, request: ChangeRequest, customer: Customer) -> None:
    """Tell who asked for a change, and whose customer it is, that it was decided on."""
    told = [request.author_id, customer.owner_id]
    notify(ctx, NoticeKind.CHANGE_DECIDED, "customer", customer.id, code=customer.code, to=told)


def count_checks(ctx: Context) -> dict[str, int]:
    """How many entries, changes, contacts and imports wait for a check by somebody other than their author."""
    return {
        "customers": queries.entries_to_check(ctx.session, ctx.actor),
        "change_requests": change_requests.count_to_check(ctx.session, ctx.actor),
        "contacts": contacts.count_proposed(ctx.session, ctx.actor),
        "imports": import_queries.waiting_for_check(ctx.session, ctx.actor),
    }


def _value(field: str, plain: Any) -> Any:
    return date.fromisoformat(plain) if field in DATES and plain else plain
