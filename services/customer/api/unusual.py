"""Notices of unusual reading, for the auditor."""

from __future__ import annotations

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, PageQuerySchema, page_of
from contracts.permissions import Permission
from services.customer.store.unusual import UnusualReading, unusual_page

api = Api("unusual-readings", description="Who read far more customers on a day than is their habit")


class UnusualReadingSchema(AnswerSchema):
    """``customers``: how many different ones were read on ``day``, ``by_case`` of them with their numbers plain because
    a case of theirs was in hand; ``usual``: the person's median day until then."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    day = fields.Date()
    person_id = fields.UUID()
    person_name = fields.String()
    department_name = fields.String()
    customers = fields.Integer()
    by_case = fields.Integer()
    usual = fields.Float()


@api.get(
    "/unusual-readings", permission=Permission.AUDIT_READ, query=PageQuerySchema, returns=page_of(UnusualReadingSchema)
)
def list_unusual_readings(ctx: Context, query: PageQuery) -> Page[UnusualReading]:
    """Who read far more customers on a day than is their habit, the latest first."""
    return unusual_page(ctx.session, query)
