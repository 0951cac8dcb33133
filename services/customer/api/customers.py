"""Customers: entries, their checks, and what hangs on a customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.api.masking import changes_shown, detail_shown, moments_shown, rows_shown
from services.customer.store import queries
from services.customer.store.models import Customer
from services.customer.store.queries import CustomerFilter
from services.customer.store.timelines import Moment, timeline_page
from services.customer.usecases import checks, customers, readings
from services.customer.usecases.checks import Reason
from services.customer.usecases.customers import AddCustomer, ChangeCustomer, NewOwner
from services.customer.usecases.readings import Reveal

api = Api("customers", description="Persons and companies the house deals with")
READ, WRITE, VERIFY = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY


def shown(ctx: Context, customer: Customer) -> Shown:
    """One customer, just written, with its owner's name and what waits on it."""
    ctx.session.flush()
    return detail_shown(queries.detail_of(ctx.session, customer.id), ctx.actor)


@api.get("/customers", permission=READ, query=schemas.CustomerQuerySchema, returns=page_of(schemas.CustomerRowSchema))
def list_customers(ctx: Context, query: CustomerFilter) -> Page[Any]:
    page = queries.customer_page(ctx.session, ctx.actor, query)
    readings.note_found(ctx, query.q, page.items)
    return Page(rows_shown(page.items, ctx.actor), page.next)


@api.get("/customers/count", permission=READ, query=schemas.CustomerQuerySchema, returns=schemas.CountSchema)
def count_customers(ctx: Context, query: CustomerFilter) -> dict[str, Any]:
    count = queries.customer_count(ctx.session, ctx.actor, query)
    if count and queries.number_in(query.q):  # that there is one says as much as the list does
        readings.note_found(ctx, query.q, queries.customer_page(ctx.session, ctx.actor, query).items)
    return {"count": min(count, queries.COUNTED), "more": count > queries.COUNTED}


@api.post("/customers", permission=WRITE, body=schemas.AddCustomerSchema, returns=schemas.CustomerSchema, status=201)
def add_customer(ctx: Context, command: AddCustomer) -> Shown:
    return shown(ctx, customers.add_customer(ctx, command))


@api.get("/customers/<uuid:id>", permission=READ, returns=schemas.CustomerSchema)
def read_customer(ctx: Context, id: UUID) -> Shown:
    detail, checking = readings.read_customer(ctx, id)
    return detail_shown(detail, ctx.actor, checking=checking)


@api.patch(
    "/customers/<uuid:id>",
    permission=WRITE,
    body=schemas.ChangeCustomerSchema,
    returns=schemas.CustomerSchema,
    versioned=True,
)
def change_customer(ctx: Context, id: UUID, command: ChangeCustomer, version: int) -> Shown:
    return shown(ctx, customers.change_customer(ctx, id, command, version))


@api.post("/customers/<uuid:id>/submit", permission=WRITE, returns=schemas.CustomerSchema, versioned=True)
def submit_customer(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, customers.submit_customer(ctx, id, version))


@api.post(
    "/customers/<uuid:id>/disable",
    permission=WRITE,
    body=schemas.OptionalReasonSchema,
    returns=schemas.CustomerSchema,
    versioned=True,
)
def disable_customer(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return shown(ctx, customers.disable_customer(ctx, id, command.reason, version))


@api.post("/customers/<uuid:id>/enable", permission=WRITE, returns=schemas.CustomerSchema, versioned=True)
def enable_customer(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, customers.enable_customer(ctx, id, version))


@api.post(
    "/customers/<uuid:id>/owner",
    permission=WRITE,
    body=schemas.OwnerSchema,
    returns=schemas.CustomerSchema,
    versioned=True,
)
def give_customer(ctx: Context, id: UUID, command: NewOwner, version: int) -> Shown:
    return shown(ctx, customers.give_customer(ctx, id, command.owner_id, version))


@api.post("/customers/<uuid:id>/approve", permission=VERIFY, returns=schemas.CustomerSchema, versioned=True)
def approve_customer(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, checks.approve_customer(ctx, id, version))


@api.post(
    "/customers/<uuid:id>/return",
    permission=VERIFY,
    body=schemas.ReasonSchema,
    returns=schemas.CustomerSchema,
    versioned=True,
)
def return_customer(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return shown(ctx, checks.return_customer(ctx, id, command.reason, version))


@api.get("/customers/<uuid:id>/changes", permission=READ, query=PageQuerySchema, returns=page_of(schemas.ChangeSchema))
def list_changes(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    customer = readings.look_at_customer(ctx, id)
    page = queries.changes_page(ctx.session, id, query.after, query.limit)
    return Page(changes_shown(page.items, customer, ctx.actor), page.next)


@api.get("/customers/<uuid:id>/timeline", permission=READ, query=PageQuerySchema, returns=page_of(schemas.MomentSchema))
def list_timeline(ctx: Context, id: UUID, query: PageQuery) -> Page[Moment]:
    customer = readings.look_at_customer(ctx, id)
    page = timeline_page(ctx.session, id, query.after, query.limit)
    return Page(moments_shown(page.items, customer, ctx.actor), page.next)


@api.get(
    "/customers/<uuid:id>/readings", permission=READ, query=PageQuerySchema, returns=page_of(schemas.ReadingSchema)
)
def list_readings(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    queries.customer_of(ctx.session, ctx.actor, id)
    return queries.readings_page(ctx.session, id, query.after, query.limit)


@api.post(
    "/customers/<uuid:id>/reveal",
    permission=Permission.CUSTOMER_REVEAL,
    body=schemas.RevealSchema,
    returns=schemas.RevealedSchema,
    secret=True,
)
def reveal_customer(ctx: Context, id: UUID, command: Reveal) -> Shown:
    revealed = readings.reveal_customer(ctx, id, command)
    return Shown(revealed.customer, {"contacts": revealed.contacts})
