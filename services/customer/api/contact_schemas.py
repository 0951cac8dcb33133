"""Contacts and service records, coming in and going out."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.http import AnswerSchema, CommandSchema, length, one_of
from chassis.http.fields import EmptyEmail, Phone
from services.customer.api.schemas import text
from services.customer.usecases.contacts import AddContact, ChangeContact
from services.customer.usecases.records import AddRecord

RECORD_KINDS = ("visit", "call", "letter", "gift", "note")


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
    """Somebody to turn to."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    name = fields.String()
    relation = fields.String()
    phone = fields.String()
    email = fields.String()
    notes = fields.String()
    active = fields.Boolean()


class ContactListSchema(AnswerSchema):
    """All contacts of a customer."""

    items = fields.List(fields.Nested(ContactSchema))


class AddRecordSchema(CommandSchema):
    """What was done for a customer."""

    command = AddRecord
    kind = fields.String(required=True, validate=one_of(RECORD_KINDS))
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
