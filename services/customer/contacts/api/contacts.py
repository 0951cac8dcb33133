"""Contacts of a customer, coming in and going out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validates_schema

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from chassis.http.fields import EmptyEmail, Phone
from contracts.customer import Purpose
from contracts.permissions import Permission
from services.customer.api.presenting import present_contact, present_contacts, present_proposed
from services.customer.api.schemas import ReasonSchema, text
from services.customer.contacts.store import contacts as store
from services.customer.contacts.usecases import contacts
from services.customer.contacts.usecases.contacts import AddContact, ChangeContact
from services.customer.domain.masking import MASKED_VALUE, masked
from services.customer.usecases import readings

api = Api("contacts", description="Whom to turn to at a customer")
READ, WRITE = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE


class ContactFieldsSchema(CommandSchema):
    """The fields of a contact."""

    name = fields.String(validate=length(1, 100))
    relation = text(100)
    phone = Phone(takes_masks=True)
    email = EmptyEmail(takes_masks=True, validate=length(0, 254))
    notes = text(1000)


class AddContactSchema(ContactFieldsSchema):
    """A new contact."""

    command = AddContact
    name = fields.String(required=True, validate=length(1, 100))

    @validates_schema(skip_on_field_errors=False)
    def holds_no_mask(self, data: dict[str, Any], **_: Any) -> None:
        """A mask is said beside what else is wrong: there is nothing yet whose mask it could be. Raises
        ValidationError."""
        if wrong := masked(data):
            raise ValidationError({name: [MASKED_VALUE] for name in wrong})


class ChangeContactSchema(ContactFieldsSchema):
    """New values of a contact."""

    command = ChangeContact

    def make_command(self, data: dict[str, Any]) -> ChangeContact:
        return ChangeContact(values=data)


class ContactSchema(AnswerSchema):
    """Somebody to turn to. ``status``: one that is proposed does not count yet; ``reason``: why it was refused.
    ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    name = fields.String()
    relation = fields.String()
    phone = fields.String()
    email = fields.String()
    notes = fields.String()
    active = fields.Boolean()
    status = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    reason = fields.String()
    created_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class ContactListSchema(AnswerSchema):
    """All contacts of a customer."""

    items = fields.List(fields.Nested(ContactSchema))


class ProposedContactSchema(ContactSchema):
    """A contact that waits for a decision, with its customer."""

    customer_code = fields.String()
    customer_name = fields.String()


@api.get("/customers/<uuid:id>/contacts", permission=READ, returns=ContactListSchema)
def list_contacts(ctx: Context, id: UUID) -> dict[str, Any]:
    """Everybody to turn to at a customer, active ones first."""
    customer = readings.view_part_of_customer(ctx, id)
    return {"items": present_contacts(ctx, store.contacts_of(ctx.session, id), customer)}


@api.post("/customers/<uuid:id>/contacts", permission=READ, body=AddContactSchema, returns=ContactSchema, status=201)
def add_contact(ctx: Context, id: UUID, command: AddContact) -> Presented:
    """Write down somebody to turn to at a customer. Of a customer that one reads and does not change it is a proposal,
    which the owner or a verifier decides on."""
    return present_contact(ctx, contacts.add_contact(ctx, id, command))


@api.get("/contacts/proposed", permission=READ, query=PageQuerySchema, returns=page_of(ProposedContactSchema))
def list_proposed_contacts(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The contacts that others have proposed and that wait for the one who asks, the oldest first. They are plain, so
    that they can be checked; the reading is on record."""
    page = store.proposed_page(ctx.session, ctx.actor, query)
    readings.note_readings(ctx, {contact.customer_id for contact in page.items}, Purpose.CHECK)
    return Page(present_proposed(ctx, page.items), page.next)


resource = api.resource("/contacts", returns=ContactSchema, present=present_contact)
resource.change(contacts.change_contact, permission=WRITE, body=ChangeContactSchema)
resource.command("disable", contacts.disable_contact, permission=WRITE)
resource.command("enable", contacts.enable_contact, permission=WRITE)
resource.command("approve", contacts.approve_contact, permission=READ)
resource.command("refuse", contacts.refuse_contact, permission=READ, body=ReasonSchema)
