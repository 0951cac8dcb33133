"""What is asked for an account and needs a second person; and how it begins."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page
from chassis.http import AnswerSchema, Api, PageQuerySchema, Presented, page_of
from contracts.permissions import Permission
from services.auth.api_tokens.store.queries import tokens_of
from services.auth.resets.store import queries as store
from services.auth.resets.store.queries import RequestFilter
from services.auth.resets.usecases import requests, resets
from services.auth.resets.usecases.resets import Begun
from services.auth.store import queries
from services.auth.store.departments import department_names
from services.auth.store.models import AccountRequest

api = Api(
    "account-requests",
    description="What needs a second person: one-time passwords, lost second factors, programs that read customers",
)
CONFIRMS, WRITE = Permission.STAFF_CONFIRM, Permission.STAFF_WRITE


class AccountRequestSchema(AnswerSchema):
    """A request. ``expires_at``: until then somebody has to confirm it, or the one-time password to be fetched.
    ``token_name``, ``token_permissions``: of the token for a program that is asked for."""

    id = fields.UUID()
    version = fields.Integer()
    kind = fields.String()
    status = fields.String()
    staff_id = fields.UUID()
    name = fields.String()
    username = fields.String()
    department_name = fields.String()
    token_name = fields.String()
    token_permissions = fields.Dict(keys=fields.String(), values=fields.String())
    requested_by_name = fields.String()
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class RequestQuerySchema(PageQuerySchema):
    """Which requests."""

    command = RequestFilter
    waiting = fields.Boolean()


class RequestCountSchema(AnswerSchema):
    """How many requests wait for the one who asks."""

    waiting = fields.Integer()


class PasswordWaySchema(AnswerSchema):
    """How somebody gets a password: by a link that went to ``sent_to`` (masked), or when a second person has confirmed
    ``request``."""

    sent_to = fields.String()
    request = fields.Nested(AccountRequestSchema, allow_none=True)


class HandedOverSchema(AnswerSchema):
    """A one-time password to hand over; it can be read here and never again."""

    name = fields.String()
    username = fields.String()
    password = fields.String()


def present_rows(ctx: Context, found: Sequence[AccountRequest]) -> list[Presented]:
    """Requests with the people they are about, and what the actor may do with them."""
    people = queries.people_of(ctx.session, (request.staff_id for request in found))
    names = department_names(ctx.session, (person.department_id for person in people.values()))
    tokens = tokens_of(ctx.session, (request.token_id for request in found))
    statuses, actions = requests.statuses(ctx, found), requests.actions_of(ctx, found)
    return [
        Presented(
            request,
            {
                "status": statuses[request.id],
                "name": people[request.staff_id].name,
                "username": people[request.staff_id].username,
                "department_name": names.get(people[request.staff_id].department_id, ""),
                "actions": actions[request.id],
                "token_name": tokens[request.token_id].name if request.token_id else "",
                "token_permissions": tokens[request.token_id].permissions if request.token_id else {},
            },
        )
        for request in found
    ]


def present(ctx: Context, request: AccountRequest) -> Presented:
    """One request."""
    return present_rows(ctx, [request])[0]


def present_begun(ctx: Context, begun: Begun) -> dict[str, object]:
    """What comes of beginning."""
    return {"sent_to": begun.sent_to, "request": present(ctx, begun.request) if begun.request else None}


@api.post("/staff/<uuid:id>/reset-password", permission=WRITE, returns=PasswordWaySchema)
def reset_password(ctx: Context, id: UUID) -> dict[str, object]:
    """Let somebody else choose another password: by a link to their own address, or with a second person."""
    return present_begun(ctx, resets.reset_password(ctx, id))


@api.post("/staff/<uuid:id>/reset-second-factor", permission=WRITE, returns=AccountRequestSchema)
def reset_second_factor(ctx: Context, id: UUID) -> Presented:
    """Ask that somebody else's second factors be taken away, which a second person confirms."""
    return present(ctx, resets.reset_second_factor(ctx, id))


@api.get("/account-requests", permission=CONFIRMS, query=RequestQuerySchema, returns=page_of(AccountRequestSchema))
def list_account_requests(ctx: Context, query: RequestFilter) -> Page[Presented]:
    """One's own requests, and those for accounts that one could confirm for, the newest first, a page at a time."""
    page = store.request_page(ctx.session, ctx.actor, ctx.now, query)
    return Page(present_rows(ctx, page.items), page.next)


@api.get("/account-requests/count", permission=CONFIRMS, returns=RequestCountSchema)
def count_account_requests(ctx: Context) -> dict[str, int]:
    """How many requests wait for oneself."""
    return {"waiting": requests.count_waiting(ctx)}


account_requests = api.resource("/account-requests", returns=AccountRequestSchema, present=present)
account_requests.read(requests.read_account_request, permission=CONFIRMS)
account_requests.command("confirm", requests.confirm_account_request, permission=CONFIRMS)
account_requests.command("refuse", requests.refuse_account_request, permission=CONFIRMS)
account_requests.command("withdraw", requests.withdraw_account_request, permission=CONFIRMS)
account_requests.command(
    "collect",
    requests.collect_password,
    permission=CONFIRMS,
    returns=HandedOverSchema,
    present=lambda _ctx, handed: handed,
    secret=True,
)
