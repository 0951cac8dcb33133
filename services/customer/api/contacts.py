"""Contacts and service records of a customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.customer.api import contact_schemas as schemas
from services.customer.api.masking import contacts_shown
from services.customer.store import queries
from services.customer.store.models import Contact, ServiceRecord
from services.customer.usecases import contacts, readings, records
from services.customer.usecases.contacts import AddContact, ChangeContact
from services.customer.usecases.records import AddRecord

api = Api("contacts", description="Whom to turn to at a customer, and what was done for it")
READ, WRITE = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE


def shown(ctx: Context, contact: Contact) -> Shown | Contact:
    """A contact that was just written."""
    customer = queries.customer_of(ctx.session, ctx.actor, contact.customer_id, permission=WRITE)
    answer: Shown | Contact = contacts_shown([contact], customer, ctx.actor)[0]
    return answer


@api.get("/customers/<uuid:id>/contacts", permission=READ, returns=schemas.ContactListSchema)
def list_contacts(ctx: Context, id: UUID) -> dict[str, Any]:
    customer = readings.look_at_customer(ctx, id)
    return {"items": contacts_shown(queries.contacts_of(ctx.session, id), customer, ctx.actor)}


@api.post(
    "/customers/<uuid:id>/contacts",
    permission=WRITE,
    body=schemas.AddContactSchema,
    returns=schemas.ContactSchema,
    status=201,
)
def add_contact(ctx: Context, id: UUID, command: AddContact) -> Shown | Contact:
    return shown(ctx, contacts.add_contact(ctx, id, command))


@api.patch(
    "/contacts/<uuid:id>",
    permission=WRITE,
    body=schemas.ChangeContactSchema,
    returns=schemas.ContactSchema,
    versioned=True,
)
def change_contact(ctx: Context, id: UUID, command: ChangeContact, version: int) -> Shown | Contact:
    return shown(ctx, contacts.change_contact(ctx, id, command, version))


@api.post("/contacts/<uuid:id>/disable", permission=WRITE, returns=schemas.ContactSchema, versioned=True)
def disable_contact(ctx: Context, id: UUID, version: int) -> Shown | Contact:
    return shown(ctx, contacts.set_contact_active(ctx, id, False, version))


@api.post("/contacts/<uuid:id>/enable", permission=WRITE, returns=schemas.ContactSchema, versioned=True)
def enable_contact(ctx: Context, id: UUID, version: int) -> Shown | Contact:
    return shown(ctx, contacts.set_contact_active(ctx, id, True, version))


@api.get("/customers/<uuid:id>/records", permission=READ, query=PageQuerySchema, returns=page_of(schemas.RecordSchema))
def list_records(ctx: Context, id: UUID, query: PageQuery) -> Page[ServiceRecord]:
    readings.look_at_customer(ctx, id)
    return queries.records_page(ctx.session, id, query.after, query.limit)


@api.post(
    "/customers/<uuid:id>/records",
    permission=WRITE,
    body=schemas.AddRecordSchema,
    returns=schemas.RecordSchema,
    status=201,
)
def add_record(ctx: Context, id: UUID, command: AddRecord) -> ServiceRecord:
    return records.add_record(ctx, id, command)
