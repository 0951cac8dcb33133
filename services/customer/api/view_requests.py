"""View requests: to see a VIP customer of somebody else for a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Shown, length, one_of, page_of
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.domain.viewing import LONGEST, SHORTEST, ViewStatus, standing
from services.customer.store import view_queries
from services.customer.store.models import ViewRequest
from services.customer.store.view_queries import RequestsQuery
from services.customer.usecases import viewing
from services.customer.usecases.checks import Reason
from services.customer.usecases.viewing import AskView

api = Api("view requests", description="Asking to see somebody else's VIP customer for a time")
READ, DECIDE = Permission.CUSTOMER_READ, Permission.VIEW_REQUEST_DECIDE


class AskViewSchema(CommandSchema):
    """The customer's code, what it is wanted for, and for how many hours (1 hour to 30 days)."""

    command = AskView
    customer_code = fields.String(required=True, validate=length(1, 20))
    purpose = fields.String(required=True, validate=length(2, 500))
    hours = fields.Integer(required=True, validate=validate.Range(SHORTEST, LONGEST, error="out_of_range"))


class RequestsQuerySchema(PageQuerySchema):
    """Requests that wait for a decision, or that are open now."""

    command = RequestsQuery
    status = fields.String(validate=one_of([ViewStatus.WAITING, ViewStatus.APPROVED]))


class ViewRequestSchema(AnswerSchema):
    """A view request as its asker sees it; ``customer_id`` only while it is open."""

    id = fields.UUID()
    version = fields.Integer()
    customer_code = fields.String()
    customer_id = fields.UUID()
    purpose = fields.String()
    hours = fields.Integer()
    status = fields.String()
    asker_name = fields.String()
    note = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    until = fields.AwareDateTime()
    ended_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()


class ViewRequestToDecideSchema(ViewRequestSchema):
    """A view request as whoever decides sees it."""

    asker_id = fields.UUID()
    customer_name = fields.String()
    owner_name = fields.String()


class ToDecideSchema(AnswerSchema):
    """How many view requests wait for one's decision."""

    waiting = fields.Integer()


def to_asker(ctx: Context, request: ViewRequest) -> Shown:
    """The request with its state at this moment; which customer it is, only while it is open."""
    now = standing(request.status, request.created_at, request.until, ctx.now)
    open_now = request.customer_id if now is ViewStatus.APPROVED else None
    return Shown(request, {"status": now.value, "customer_id": open_now})


def to_decider(ctx: Context, requests: list[ViewRequest]) -> list[Shown]:
    """Requests with the names that a decision needs."""
    names = view_queries.names_beside(ctx.session, requests)
    return [
        Shown(
            request,
            {
                "status": standing(request.status, request.created_at, request.until, ctx.now).value,
                "customer_name": names[request.id][0],
                "owner_name": names[request.id][1],
            },
        )
        for request in requests
    ]


@api.post("/view-requests", permission=READ, body=AskViewSchema, returns=ViewRequestSchema, status=201)
def ask_view(ctx: Context, command: AskView) -> Shown:
    return to_asker(ctx, viewing.ask_view(ctx, command))


@api.get("/view-requests", permission=READ, query=PageQuerySchema, returns=page_of(ViewRequestSchema))
def list_own_view_requests(ctx: Context, query: PageQuery) -> Page[Any]:
    page = view_queries.own_requests(ctx.session, ctx.actor, query)
    return Page([to_asker(ctx, request) for request in page.items], page.next)


@api.get(
    "/view-requests/to-decide",
    permission=DECIDE,
    query=RequestsQuerySchema,
    returns=page_of(ViewRequestToDecideSchema),
)
def list_to_decide(ctx: Context, query: RequestsQuery) -> Page[Any]:
    page = view_queries.requests_to_decide(ctx.session, ctx.actor, query, ctx.now)
    return Page(to_decider(ctx, list(page.items)), page.next)


@api.get("/view-requests/count", permission=DECIDE, returns=ToDecideSchema)
def count_to_decide(ctx: Context) -> dict[str, int]:
    return {"waiting": view_queries.count_to_decide(ctx.session, ctx.actor, ctx.now)}


@api.post(
    "/view-requests/<uuid:id>/approve",
    permission=DECIDE,
    body=schemas.OptionalReasonSchema,
    returns=ViewRequestToDecideSchema,
    versioned=True,
)
def approve_view(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return to_decider(ctx, [viewing.approve_view(ctx, id, command.reason, version)])[0]


@api.post(
    "/view-requests/<uuid:id>/refuse",
    permission=DECIDE,
    body=schemas.ReasonSchema,
    returns=ViewRequestToDecideSchema,
    versioned=True,
)
def refuse_view(ctx: Context, id: UUID, command: Reason, version: int) -> Shown:
    return to_decider(ctx, [viewing.refuse_view(ctx, id, command.reason, version)])[0]


@api.post("/view-requests/<uuid:id>/end", permission=READ, returns=ViewRequestSchema, versioned=True)
def end_view(ctx: Context, id: UUID, version: int) -> Shown:
    return to_asker(ctx, viewing.end_view(ctx, id, version))
