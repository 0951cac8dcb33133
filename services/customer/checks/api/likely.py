"""Likely duplicates, for who enters a customer and for who checks the entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.http import AnswerSchema, Api, CommandSchema, length
from chassis.http.fields import Code, EmptyEmail, Mobile, Phone
from contracts.customer import CustomerKind
from contracts.permissions import Permission
from services.customer.checks.usecases import likely
from services.customer.checks.usecases.likely import Wanted

api = Api("likely duplicates", description="Customers that may be there already")


class WantedSchema(CommandSchema):
    """What is known of the customer."""

    command = Wanted
    kind = fields.Enum(CustomerKind, by_value=True, required=True)
    name = fields.String(required=True, validate=length(1, 200))
    mobile = Mobile()
    phone = Phone()
    email = EmptyEmail(validate=length(0, 254))
    external_code = Code(validate=length(0, 64))
    birth_date = fields.Date(allow_none=True)


class LikelySchema(AnswerSchema):
    """A customer that may be the same one; of one that the asker may not see nothing but whose it is. ``same``: the
    fields that agree; ``likely``: they are enough to be asked before one enters it again."""

    id = fields.UUID()
    code = fields.String()
    name = fields.String()
    status = fields.String()
    owner_name = fields.String()
    same = fields.List(fields.String())
    likely = fields.Boolean()


class LikelyListSchema(AnswerSchema):
    """Customers that may be the same one."""

    items = fields.List(fields.Nested(LikelySchema))


@api.get("/customers/likely", permission=Permission.CUSTOMER_WRITE, query=WantedSchema, returns=LikelyListSchema)
def find_likely(ctx: Context, query: Wanted) -> dict[str, Any]:
    """Customers that may be there already, before one is entered. That a number led to one is on record."""
    return {"items": likely.find_likely(ctx, query)}


@api.get("/customers/<uuid:id>/likely", permission=Permission.CUSTOMER_READ, returns=LikelyListSchema)
def list_likely(ctx: Context, id: UUID) -> dict[str, Any]:
    """Customers that may be the same as one that one sees, for whoever checks it."""
    return {"items": likely.likely_of(ctx, id)}
