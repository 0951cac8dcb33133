"""An entry's way before its check: handed in to customer service, taken, submitted, withdrawn."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden
from contracts.activity import NoticeKind, notify
from contracts.permissions import Permission
from services.customer.checks.store.entries import entry_to_take
from services.customer.store.models import Customer
from services.customer.usecases.customers import act, ask_for_check


def take_entry(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take an entry that was handed in, to type it beside its paper: one is its author from now on, whom it comes back
    to. Raises NotFound when somebody was faster, Stale, Forbidden for who enters no customers."""
    if ctx.actor.id is None or not ctx.actor.may(Permission.CUSTOMER_WRITE):
        raise Forbidden(permission=Permission.CUSTOMER_WRITE)
    customer = entry_to_take(ctx.session, id)
    expect_version(customer, version)
    customer.for_service = False
    customer.author_id, customer.author_name = ctx.actor.id, ctx.actor.name
    ctx.session.flush()
    return customer


def submit_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Hand an entry in for its check. Raises WrongStatus."""
    customer = act(ctx, id, "submit", version)
    customer.returned_reason, customer.returned_fields, customer.for_service = "", {}, False
    ctx.session.flush()
    ask_for_check(ctx, customer)
    return customer


def withdraw_customer(ctx: Context, id: UUID, version: int | None) -> Customer:
    """Take an entry back that waits for its check, to correct it. Raises WrongStatus."""
    customer = act(ctx, id, "withdraw", version)
    ctx.session.flush()
    return customer


def tell_authors(ctx: Context, customer: Customer, kind: NoticeKind) -> None:
    """Tell who typed an entry, and who brought its paper, how its check went."""
    notify(ctx, kind, "customer", customer.id, code=customer.code, to=[customer.author_id, customer.handed_in_by])
