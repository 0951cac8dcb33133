"""Contacts and service records of a customer, coming in and going out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from chassis.http.fields import EmptyEmail, Phone
from contracts.customer import RecordKind
from contracts.permissions import Permission
from services.customer.api.presenting import present_contact, present_contacts
from services.customer.api.schemas import text
from services.customer.store import contacts as store
from services.customer.store.models import ServiceRecord
from services.customer.usecases import contacts, readings
from services.customer.usecases.contacts import AddContact, AddRecord, ChangeContact

api = Api("contacts", description="Whom to turn to at a customer, and what was done for it")
READ, WRITE = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE


class ContactFieldsSchema(CommandSchema):
    """The fields of a contact."""

    name = fields.String(validate=length(1, 100))
    relation = text(100)
    phone = Phone()
    email = EmptyEmail(validate=length(0, 254))
    notes = text(1000)


class AddContactSchema(ContactFieldsSchema):
    """A new contact."""

    command = AddContact
    name = fields.String(required=True, validate=length(1, 100))


class ChangeContactSchema(ContactFieldsSchema):
    """New values of a contact."""

    command = ChangeContact

    def make_command(self, data: dict[str, Any]) -> ChangeContact:
        return ChangeContact(values=data)


class ContactSchema(AnswerSchema):
    """Somebody to turn to. ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    name = fields.String()
    relation = fields.String()
    phone = fields.String()
    email = fields.String()
    notes = fields.String()
    active = fields.Boolean()
    actions = fields.List(fields.String())


class ContactListSchema(AnswerSchema):
    """All contacts of a customer."""

    items = fields.List(fields.Nested(ContactSchema))


class AddRecordSchema(CommandSchema):
    """What was done for a customer."""

    command = AddRecord
    kind = fields.Enum(RecordKind, by_value=fields.String, required=True)
    text = fields.String(required=True, validate=length(1, 4000))
    at = fields.AwareDateTime()


class RecordSchema(AnswerSchema):
    """A service record."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    at = fields.AwareDateTime()
    kind = fields.String()
    text = fields.String()
    author_name = fields.String()


RecordPageSchema = page_of(RecordSchema)


@api.get("/customers/<uuid:id>/contacts", permission=READ, returns=ContactListSchema)
def list_contacts(ctx: Context, id: UUID) -> dict[str, Any]:
    """Everybody to turn to at a customer, active ones first."""
    customer = readings.view_part_of_customer(ctx, id)
    return {"items": present_contacts(ctx, store.contacts_of(ctx.session, id), customer)}


@api.post("/customers/<uuid:id>/contacts", permission=WRITE, body=AddContactSchema, returns=ContactSchema, status=201)
def add_contact(ctx: Context, id: UUID, command: AddContact) -> Presented:
    """Write down somebody to turn to at a customer."""
    return present_contact(ctx, contacts.add_contact(ctx, id, command))


@api.get("/customers/<uuid:id>/records", permission=READ, query=PageQuerySchema, returns=RecordPageSchema)
def list_records(ctx: Context, id: UUID, query: PageQuery) -> Page[ServiceRecord]:
    """What was done for a customer, the latest first."""
    readings.view_part_of_customer(ctx, id)
    return store.record_page(ctx.session, id, query)


@api.post("/customers/<uuid:id>/records", permission=WRITE, body=AddRecordSchema, returns=RecordSchema, status=201)
def add_record(ctx: Context, id: UUID, command: AddRecord) -> ServiceRecord:
    """Write down what was done for a customer."""
    return contacts.add_record(ctx, id, command)


resource = api.resource("/contacts", returns=ContactSchema, present=present_contact)
resource.change(contacts.change_contact, permission=WRITE, body=ChangeContactSchema)
resource.command("disable", contacts.disable_contact, permission=WRITE)
resource.command("enable", contacts.enable_contact, permission=WRITE)
