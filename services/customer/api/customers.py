"""Customers: entries, their checks, and what hangs on a customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Count, Page, PageQuery
from chassis.http import Api, CountSchema, PageQuerySchema, Presented, page_of
from contracts.permissions import Permission
from services.customer.api import presenting, schemas
from services.customer.checks.usecases import changes, checks, entries
from services.customer.store import queries, timelines
from services.customer.store.queries import CustomerFilter
from services.customer.store.search import keys_in
from services.customer.store.timelines import Moment
from services.customer.usecases import customers, readings
from services.customer.usecases.readings import Reveal

api = Api("customers", description="Persons and companies the house deals with")
READ, WRITE, VERIFY = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY


@api.get("/customers", permission=READ, query=schemas.CustomerQuerySchema, returns=page_of(schemas.CustomerRowSchema))
def list_customers(ctx: Context, query: CustomerFilter) -> Page[Any]:
    """Customers that fit a filter, a page at a time. ``q`` is met by a name (also of a contact), its pinyin or
    initials, a code, a number or a mail address, each word of it. Finding a masked one by its whole number, the last
    four digits or its address is on record, and so is finding nobody by them; of such questions there is a limit."""
    readings.expect_questions_left(ctx, keys_in(query.q))
    page = queries.customer_page(ctx.session, ctx.actor, query)
    opened = readings.look_at_list(ctx, query.q, page)
    return Page(presenting.present_rows(page.items, ctx.actor, opened), page.next)


@api.get("/customers/count", permission=READ, query=schemas.CustomerQuerySchema, returns=CountSchema)
def count_customers(ctx: Context, query: CustomerFilter) -> Count:
    """How many customers fit a filter. By a number or an address that is a question as that of the list is."""
    readings.expect_questions_left(ctx, keys_in(query.q))
    found = queries.customer_count(ctx.session, ctx.actor, query)
    readings.note_counted(ctx, query)
    return found


@api.get("/customers/<uuid:id>", permission=READ, returns=schemas.CustomerSchema)
def read_customer(ctx: Context, id: UUID) -> Presented:
    """A customer with everything known of it; the reading is on record. Plain to its owner, to whoever is to check it,
    has a case of it in hand or was allowed to by a view request; masked to others."""
    detail, checking = readings.read_customer(ctx, id)
    return presenting.present_detail(ctx, detail, checking=checking)


resource = api.resource("/customers", returns=schemas.CustomerSchema, present=presenting.written)
resource.create(customers.add_customer, permission=WRITE, body=schemas.AddCustomerSchema)
resource.change(changes.change_customer, permission=READ, body=schemas.ChangeCustomerSchema)
resource.command("submit", entries.submit_customer, permission=WRITE)
resource.command("withdraw", entries.withdraw_customer, permission=WRITE)
resource.command("disable", changes.disable_customer, permission=READ, body=schemas.OptionalReasonSchema)
resource.command("enable", customers.enable_customer, permission=WRITE)
resource.command("owner", changes.give_customer, permission=READ, body=schemas.OwnerSchema)
resource.command("approve", checks.approve_customer, permission=VERIFY)
resource.command("return", checks.return_customer, permission=VERIFY, body=schemas.ReturnSchema)


@api.get("/customers/<uuid:id>/changes", permission=READ, query=PageQuerySchema, returns=page_of(schemas.ChangeSchema))
def list_changes(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    """The history of changes of a customer, its contacts and the notes at it, the latest first."""
    customer = readings.view_part_of_customer(ctx, id)
    page = timelines.change_page(ctx.session, id, query)
    named = timelines.names_of_contacts(ctx.session, id)
    return Page(presenting.present_changes(ctx, page.items, customer, named), page.next)


@api.get("/customers/<uuid:id>/timeline", permission=READ, query=PageQuerySchema, returns=page_of(schemas.MomentSchema))
def list_timeline(ctx: Context, id: UUID, query: PageQuery) -> Page[Moment]:
    """What happened with a customer, changes and contact notes in one order, the latest first."""
    customer = readings.view_part_of_customer(ctx, id)
    page = timelines.timeline_page(ctx.session, id, query)
    return Page(presenting.present_moments(ctx, page.items, customer), page.next)


@api.get(
    "/customers/<uuid:id>/readings", permission=READ, query=PageQuerySchema, returns=page_of(schemas.ReadingSchema)
)
def list_readings(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    """Who has read a customer's detail, the latest first. From where and what for is told to auditors, to whoever gives
    the customer to others or decides who looks at it, and of one's own readings."""
    queries.customer_of(ctx.session, ctx.actor, id)
    return readings.present_readings(ctx, id, timelines.reading_page(ctx.session, id, query))


@api.post(
    "/customers/<uuid:id>/reveal",
    permission=Permission.CUSTOMER_REVEAL,
    body=schemas.RevealSchema,
    returns=schemas.RevealedSchema,
    secret=True,
)
def reveal_customer(ctx: Context, id: UUID, command: Reveal) -> Presented:
    """The plain values of a customer and its contacts, for a purpose that goes on record."""
    revealed = readings.reveal_customer(ctx, id, command)
    return Presented(revealed.customer, {"contacts": revealed.contacts})
