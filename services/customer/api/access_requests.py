"""Access requests, view requests to people: to see a customer of somebody else for a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, one_of, page_of
from chassis.http.fields import Code
from contracts.customer import AccessRequestStatus, ViewExtent
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.domain.access_requests import ACCESS_REQUEST, LONGEST, SHORTEST
from services.customer.store import access_requests as store
from services.customer.store.access_requests import AccessRequestFilter
from services.customer.store.models import AccessRequest
from services.customer.usecases import access_requests
from services.customer.usecases.access_requests import AskAccess, status_of

api = Api("view requests", description="Asking to see somebody else's customer for a time")
READ, DECIDE = Permission.CUSTOMER_READ, Permission.VIEW_REQUEST_DECIDE


class AskViewSchema(CommandSchema):
    """The customer's code, what it is wanted for, how far (``look`` unless told: masked; ``plain``: with its numbers),
    and for how many hours (1 hour to 30 days)."""

    command = AskAccess
    customer_code = Code(required=True, validate=length(1, 20))
    purpose = fields.String(required=True, validate=length(2, 500, lines=True))
    hours = fields.Integer(required=True, validate=validate.Range(SHORTEST, LONGEST, error="out_of_range"))
    extent = fields.Enum(ViewExtent, by_value=fields.String)


class RequestsQuerySchema(PageQuerySchema):
    """Requests that wait for a decision, or that are open now."""

    command = AccessRequestFilter
    status = fields.String(validate=one_of([AccessRequestStatus.WAITING, AccessRequestStatus.APPROVED]))


class ViewRequestSchema(AnswerSchema):
    """A view request as its asker sees it; ``customer_id`` only while it is open. ``actions``: what one may do
    with it now."""

    id = fields.UUID()
    version = fields.Integer()
    customer_code = fields.String()
    customer_id = fields.UUID()
    purpose = fields.String()
    hours = fields.Integer()
    extent = fields.String()
    status = fields.String()
    asker_name = fields.String()
    note = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    until = fields.AwareDateTime()
    ended_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class ViewRequestToDecideSchema(ViewRequestSchema):
    """A view request as whoever decides sees it."""

    asker_id = fields.UUID()
    customer_name = fields.String()
    owner_name = fields.String()


class ToDecideSchema(AnswerSchema):
    """How many view requests wait for one's decision."""

    waiting = fields.Integer()


def to_asker(ctx: Context, request: AccessRequest) -> Presented:
    """The request with its state at this moment; which customer it is, only while it is open."""
    now = status_of(ctx, request)
    open_now = request.customer_id if now is AccessRequestStatus.APPROVED else None
    actions = ACCESS_REQUEST.actions(request, ctx.actor, status=now)
    return Presented(request, {"status": now, "customer_id": open_now, "actions": actions})


def to_deciders(ctx: Context, requests: Sequence[AccessRequest]) -> list[Presented]:
    """Requests that the actor decides, with the names that a decision needs."""
    names = store.names_beside(ctx.session, requests)
    rows = []
    for request in requests:
        now, (customer, owner) = status_of(ctx, request), names[request.id]
        actions = ACCESS_REQUEST.actions(request, ctx.actor, status=now)
        rows.append(
            Presented(request, {"status": now, "customer_name": customer, "owner_name": owner, "actions": actions})
        )
    return rows


def to_decider(ctx: Context, request: AccessRequest) -> Presented:
    """One request that was decided on."""
    return to_deciders(ctx, [request])[0]


@api.get("/view-requests", permission=READ, query=PageQuerySchema, returns=page_of(ViewRequestSchema))
def list_own_view_requests(ctx: Context, query: PageQuery) -> Page[Any]:
    """What the one who asks has asked to see, the newest first."""
    page = store.own_request_page(ctx.session, ctx.actor, query)
    return Page([to_asker(ctx, request) for request in page.items], page.next)


@api.get(
    "/view-requests/to-decide",
    permission=DECIDE,
    query=RequestsQuerySchema,
    returns=page_of(ViewRequestToDecideSchema),
)
def list_access_requests_to_decide(ctx: Context, query: AccessRequestFilter) -> Page[Any]:
    """The requests that the one who asks decides, those that wait or those that are open now, the oldest first."""
    page = store.request_page_to_decide(ctx.session, ctx.actor, query, ctx.now)
    return Page(to_deciders(ctx, page.items), page.next)


@api.get("/view-requests/count", permission=DECIDE, returns=ToDecideSchema)
def count_access_requests_to_decide(ctx: Context) -> dict[str, int]:
    """How many view requests wait for one's decision."""
    return {"waiting": store.count_to_decide(ctx.session, ctx.actor, ctx.now)}


asked = api.resource("/view-requests", returns=ViewRequestSchema, present=to_asker)
asked.create(access_requests.ask_view, permission=READ, body=AskViewSchema)
asked.command("end", access_requests.end_view, permission=READ)
decided = api.resource("/view-requests", returns=ViewRequestToDecideSchema, present=to_decider)
decided.command("approve", access_requests.approve_view, permission=DECIDE, body=schemas.OptionalReasonSchema)
decided.command("refuse", access_requests.refuse_view, permission=DECIDE, body=schemas.ReasonSchema)
