"""Checks of changes: what waits, approve, reject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, one_of, page_of
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.api.masking import request_shown
from services.customer.store import queries
from services.customer.store.models import ChangeRequest
from services.customer.usecases import checks, readings
from services.customer.usecases.checks import Reason

api = Api("checks", description="Changes of verified customers that wait for somebody else's check")
VERIFY = Permission.CUSTOMER_VERIFY


@dataclass(frozen=True, kw_only=True)
class RequestFilter(PageQuery):
    """Change requests in one state."""

    status: str = "waiting"


class RequestQuerySchema(PageQuerySchema):
    """Change requests in one state."""

    command = RequestFilter
    status = fields.String(validate=one_of(["waiting", "approved", "rejected"]))


def shown(ctx: Context, requests: list[ChangeRequest]) -> list[Shown]:
    """Change requests with the code and name of their customers."""
    known = queries.customers_by_id(ctx.session, (request.customer_id for request in requests))
    return [request_shown(request, known[request.customer_id], ctx.actor) for request in requests]


@api.get(
    "/change-requests",
    permission=VERIFY,
    query=RequestQuerySchema,
    returns=page_of(schemas.ChangeRequestSchema),
)
def list_requests(ctx: Context, query: RequestFilter) -> Page[Any]:
    page = queries.change_requests_page(ctx.session, ctx.actor, query.status, query.after, query.limit)
    readings.read_requests(ctx, page.items)
    return Page(shown(ctx, list(page.items)), page.next)


@api.post("/change-requests/<uuid:id>/approve", permission=VERIFY, returns=schemas.ChangeRequestSchema, versioned=True)
def approve_change(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, [checks.approve_change(ctx, id, version)])[0]


@api.post(
    "/change-requests/<uuid:id>/reject",
    permission=VERIFY,
    body=schemas.ReasonSchema,
    returns=schemas.ChangeRequestSchema,
    versioned=True,
)
def reject_change(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return shown(ctx, [checks.reject_change(ctx, id, command.reason, version)])[0]


@api.get("/checks/count", permission=VERIFY, returns=schemas.ChecksSchema)
def count_checks(ctx: Context) -> dict[str, int]:
    return checks.count_checks(ctx)
