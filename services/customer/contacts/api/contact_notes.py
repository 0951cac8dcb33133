"""Contact notes of a customer, coming in and going out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.annotations.workflow import NOTE
from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, page_of
from contracts.customer import Direction, RecordKind
from contracts.permissions import Permission
from services.customer.api.schemas import ReasonSchema, text
from services.customer.contacts.store.contact_notes import record_page
from services.customer.contacts.usecases import contact_notes
from services.customer.contacts.usecases.contact_notes import AddRecord, ChangeRecord
from services.customer.store.models import ServiceRecord
from services.customer.usecases import readings

api = Api("contact notes", description="Who was in touch with a customer, how, and what was said")
READ = Permission.CUSTOMER_READ


class RecordFieldsSchema(CommandSchema):
    """The fields of a contact note. ``direction``: ``in`` when the customer began it, ``out`` when we did."""

    kind = fields.Enum(RecordKind, by_value=fields.String)
    direction = fields.Enum(Direction, by_value=fields.String, allow_none=True)
    at = fields.AwareDateTime()
    with_whom = text(100)
    text = fields.String(validate=length(1, 4000))


class AddRecordSchema(RecordFieldsSchema):
    """A contact with a customer. ``at``: now when not sent."""

    command = AddRecord
    kind = fields.Enum(RecordKind, by_value=fields.String, required=True)
    text = fields.String(required=True, validate=length(1, 4000))


class ChangeRecordSchema(RecordFieldsSchema):
    """New values of a note; fields that are not sent stay as they are."""

    command = ChangeRecord

    def make_command(self, data: dict[str, Any]) -> ChangeRecord:
        return ChangeRecord(values=data)


class RecordSchema(AnswerSchema):
    """A contact note. ``status``: standing, or withdrawn by its author with ``withdrawn_reason``. ``actions``: what the
    one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    at = fields.AwareDateTime()
    kind = fields.String()
    direction = fields.String()
    with_whom = fields.String()
    text = fields.String()
    status = fields.String()
    withdrawn_reason = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


def shown(ctx: Context, record: ServiceRecord) -> Presented:
    """A contact note with what the actor may do."""
    return Presented(record, {"actions": NOTE.actions(record, ctx.actor)})


@api.get("/customers/<uuid:id>/records", permission=READ, query=PageQuerySchema, returns=page_of(RecordSchema))
def list_records(ctx: Context, id: UUID, query: PageQuery) -> Page[Presented]:
    """The contacts with a customer, the latest first; the withdrawn ones among them."""
    readings.view_part_of_customer(ctx, id)
    page = record_page(ctx.session, id, query)
    return Page([shown(ctx, record) for record in page.items], page.next)


@api.post("/customers/<uuid:id>/records", permission=READ, body=AddRecordSchema, returns=RecordSchema, status=201)
def add_record(ctx: Context, id: UUID, command: AddRecord) -> Presented:
    """Note a contact with a customer that one may read."""
    return shown(ctx, contact_notes.add_record(ctx, id, command))


records = api.resource("/records", returns=RecordSchema, present=shown)
records.change(contact_notes.change_record, permission=READ, body=ChangeRecordSchema)
records.command("withdraw", contact_notes.withdraw_record, permission=READ, body=ReasonSchema)
