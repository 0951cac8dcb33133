"""What is in the books and can hardly be true, for those who correct it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, PageQuerySchema, page_of
from contracts.permissions import Permission
from services.customer.store.implausible import implausible_page

api = Api("implausible", description="Dates, signs and returns that can hardly be true")


class OdditySchema(AnswerSchema):
    """A value that can hardly be true, and where it stands. ``record_kind``: customer, transaction or service_record.
    ``field``: ``without_sale`` is the amount of a return of what was not sold to the customer before."""

    customer_id = fields.UUID()
    customer_code = fields.String()
    customer_name = fields.String()
    owner_name = fields.String()
    record_kind = fields.String()
    record_id = fields.UUID()
    field = fields.String()
    value = fields.String()


@api.get(
    "/customers/implausible",
    permission=Permission.CUSTOMER_READ,
    query=PageQuerySchema,
    returns=page_of(OdditySchema),
)
def list_implausible(ctx: Context, query: PageQuery) -> Page[Any]:
    """Dates and signs in the books that would be refused today, of the customers that one changes or checks, and
    returns without a sale: of the same customer, before or on the same day, of the same product or amount."""
    return implausible_page(ctx.session, ctx, query)
