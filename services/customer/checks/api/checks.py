"""Checks of changes: what waits, approve, reject."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page
from chassis.http import AnswerSchema, Api, PageQuerySchema, page_of
from contracts.customer import ChangeRequestStatus
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.api.presenting import present_request, present_requests
from services.customer.checks.store.change_requests import ChangeRequestFilter, request_page
from services.customer.checks.usecases import checks
from services.customer.usecases import readings

api = Api("checks", description="Changes of verified customers that wait for somebody else's check")
VERIFY = Permission.CUSTOMER_VERIFY


class ChecksSchema(AnswerSchema):
    """What waits for a check by the one who asks."""

    customers = fields.Integer()
    change_requests = fields.Integer()
    contacts = fields.Integer()
    imports = fields.Integer()


class RequestQuerySchema(PageQuerySchema):
    """Change requests in one state."""

    command = ChangeRequestFilter
    status = fields.Enum(ChangeRequestStatus, by_value=fields.String)


@api.get(
    "/change-requests",
    permission=VERIFY,
    query=RequestQuerySchema,
    returns=page_of(schemas.ChangeRequestSchema),
)
def list_change_requests(ctx: Context, query: ChangeRequestFilter) -> Page[Any]:
    """Changes of core fields in one state, the oldest first. Those that wait are plain; reading them is on record."""
    page = request_page(ctx.session, ctx.actor, query)
    readings.read_requests(ctx, page.items)
    return Page(present_requests(ctx, page.items), page.next)


@api.get("/checks/count", permission=VERIFY, returns=ChecksSchema)
def count_checks(ctx: Context) -> dict[str, int]:
    """How much waits for a check by the one who asks."""
    return checks.count_checks(ctx)


requests = api.resource("/change-requests", returns=schemas.ChangeRequestSchema, present=present_request)
requests.command("approve", checks.approve_change, permission=VERIFY)
requests.command("reject", checks.reject_change, permission=VERIFY, body=schemas.ReasonSchema)
