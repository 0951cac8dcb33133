"""Entries that nobody has checked yet: one's own, and those that wait to be typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Presented, one_of, page_of
from contracts.permissions import Permission
from services.customer.api import presenting
from services.customer.api.schemas import CustomerRowSchema, CustomerSchema
from services.customer.checks.store import entries as store
from services.customer.checks.store.entries import EntryFilter
from services.customer.checks.usecases import entries
from services.customer.domain.masking import UNCHECKED
from services.customer.store.access import opened_plain

api = Api("entries", description="Entries on their way to their check")
WRITE, SERVE = Permission.CUSTOMER_WRITE, Permission.CASE_HANDLE


class EntryQuerySchema(PageQuerySchema):
    """Entries in one state."""

    command = EntryFilter
    status = fields.String(validate=one_of(["", *UNCHECKED]))


class EntrySchema(CustomerRowSchema):
    """An entry in a list. ``handed_in_by``: who gave it to customer service to be typed. ``actions``: what the one who
    asks may do with it now."""

    author_name = fields.String()
    handed_in_by = fields.UUID()
    handed_in_by_name = fields.String()
    returned_reason = fields.String()
    actions = fields.List(fields.String())


@api.get("/entries", permission=WRITE, query=EntryQuerySchema, returns=page_of(EntrySchema))
def list_entries(ctx: Context, query: EntryFilter) -> Page[Any]:
    """The entries not yet checked that one owns, has typed or has handed in, the newest first."""
    page = store.entries_of(ctx.session, ctx.actor, query)
    return Page(presenting.present_rows(ctx, page.items, opened_plain(ctx.session, ctx.actor)), page.next)


@api.get("/entries/handed-in", permission=SERVE, query=PageQuerySchema, returns=page_of(EntrySchema))
def list_handed_in(ctx: Context, query: PageQuery) -> Page[Any]:
    """The entries that wait for customer service to type them, the oldest first; their numbers are masked."""
    page = store.handed_in(ctx.session, query)
    actions = {"actions": ["take"] if ctx.actor.may(WRITE) else []}
    rows = presenting.present_rows(ctx, page.items, opened_plain(ctx.session, ctx.actor))
    return Page([Presented(row, actions) for row in rows], page.next)


@api.post("/customers/<uuid:id>/take", permission=SERVE, returns=CustomerSchema, versioned=True)
def take_entry(ctx: Context, id: UUID, version: int) -> Presented:
    """Take an entry that was handed in, to type it beside its paper."""
    return presenting.written(ctx, entries.take_entry(ctx, id, version))
