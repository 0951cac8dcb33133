"""Checks: somebody other than the author compares an entry, or a change of one, with the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import NotFound
from contracts.customer import CustomerStatus
from contracts.permissions import Permission
from services.customer.domain import checking
from services.customer.domain.errors import WrongStatus
from services.customer.store import import_queries, queries
from services.customer.store.models import ChangeRequest, Customer
from services.customer.usecases.customers import say_changed, write_fields


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why something was done."""

    reason: str = ""


DATES = frozenset({"birth_date", "founded_on", "dealings_since"})


def approve_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """The entry agrees with the form: it is a customer from now on, and the others are told."""
    customer = _to_check(ctx, id, "approve", version)
    customer.verified_by, customer.verified_by_name = ctx.actor.id, ctx.actor.name
    customer.verified_at = ctx.now
    say_changed(ctx, customer)
    return customer


def return_customer(ctx: Context, id: UUID, reason: str, version: int | None) -> Customer:
    """The entry does not agree with the form: back to its author with the reason."""
    customer = _to_check(ctx, id, "return", version)
    customer.returned_reason = reason
    ctx.session.flush()
    return customer


def _to_check(ctx: Context, id: UUID, move: str, version: int | None) -> Customer:
    customer = queries.customer_of(ctx.session, ctx.actor, id, permission=Permission.CUSTOMER_VERIFY, lock=True)
    expect_version(customer, version)
    status = checking.after_move(move, CustomerStatus(customer.status))
    checking.require_other_person(customer.author_id, ctx.actor.id)
    if move == "approve":
        checking.require_not_written(queries.written_by(ctx.session, id, ctx.actor.id))
    customer.status = status.value
    return customer


def approve_change(ctx: Context, id: UUID, version: int | None) -> ChangeRequest:
    """The change is right: it takes effect now."""
    request = _request(ctx, id, version)
    customer = queries.customer_of(
        ctx.session, ctx.actor, request.customer_id, permission=Permission.CUSTOMER_VERIFY, lock=True
    )
    write_fields(customer, {field: _value(field, after) for field, (_, after) in request.fields.items()})
    _decide(ctx, request, "approved", "")
    say_changed(ctx, customer)
    return request


def reject_change(ctx: Context, id: UUID, reason: str, version: int | None) -> ChangeRequest:
    """The change is wrong: nothing changes, and its author reads why."""
    request = _request(ctx, id, version)
    _decide(ctx, request, "rejected", reason)
    ctx.session.flush()
    return request


def count_checks(ctx: Context) -> dict[str, int]:
    """How many entries, changes and imports wait for somebody other than their author."""
    entries = select(func.count()).where(
        Customer.status == CustomerStatus.SUBMITTED,
        Customer.author_id != ctx.actor.id,
        Customer.import_id.is_(None),
        queries.seen_by(ctx.actor, Permission.CUSTOMER_VERIFY),
    )
    changes = select(func.count()).where(
        ChangeRequest.author_id != ctx.actor.id, queries.requests_in_reach(ctx.actor, "waiting")
    )
    return {
        "customers": ctx.session.scalar(entries) or 0,
        "change_requests": ctx.session.scalar(changes) or 0,
        "imports": import_queries.waiting_for_check(ctx.session, ctx.actor),
    }


def _request(ctx: Context, id: UUID, version: int | None) -> ChangeRequest:
    request = ctx.session.scalar(select(ChangeRequest).where(ChangeRequest.id == id).with_for_update())
    if request is None or not queries.is_seen(ctx.session, ctx.actor, request.customer_id, Permission.CUSTOMER_VERIFY):
        raise NotFound()
    expect_version(request, version)
    if request.status != "waiting":
        raise WrongStatus(status=request.status)
    checking.require_other_person(request.author_id, ctx.actor.id)
    return request


def _decide(ctx: Context, request: ChangeRequest, status: str, reason: str) -> None:
    request.status, request.reason = status, reason
    request.decided_by, request.decided_by_name, request.decided_at = ctx.actor.id, ctx.actor.name, ctx.now


def _value(field: str, plain: Any) -> Any:
    return date.fromisoformat(plain) if field in DATES and plain else plain
