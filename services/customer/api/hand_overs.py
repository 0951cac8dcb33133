"""Hand-overs: VIP customers that wait for a customer manager, and everything of somebody who leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Forbidden
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, PageQuerySchema, page_of
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.store import hand_over_queries
from services.customer.store.hand_over_queries import OwnersFilter
from services.customer.store.models import Customer
from services.customer.usecases import handing_over
from services.customer.usecases.customers import NewOwner
from services.customer.usecases.handing_over import GiveAll, GivenAll

api = Api("hand-overs", description="Customers that go to another owner")
TAKE, GIVE = Permission.HAND_OVER_TAKE, Permission.CUSTOMER_GIVE


class HandOverSchema(AnswerSchema):
    """A VIP customer that waits for a new owner: enough to know it, no more."""

    id = fields.UUID()
    version = fields.Integer()
    created_at = fields.AwareDateTime()
    customer_id = fields.UUID()
    code = fields.String()
    name = fields.String()
    tier = fields.String()
    region = fields.String()
    industry = fields.String()
    owner_id = fields.UUID()
    owner_name = fields.String()
    department_name = fields.String()


class PassedOnSchema(AnswerSchema):
    """A customer that has gone to another owner."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    name = fields.String()
    owner_id = fields.UUID()


class HandOverCountSchema(AnswerSchema):
    """How many hand-overs wait that one may see to."""

    waiting = fields.Integer()


class OwnersQuerySchema(PageQuerySchema):
    """Narrow the list to one person."""

    command = OwnersFilter
    owner_id = fields.UUID()


class OwnerOfManySchema(AnswerSchema):
    """Somebody who owns customers; ``active`` false: they have left."""

    id = fields.UUID()
    name = fields.String()
    active = fields.Boolean()
    department_name = fields.String()
    customers = fields.Integer()


@dataclass(frozen=True, kw_only=True)
class TakersQuery:
    """Whom to choose among: for VIP customers, or for any."""

    vip: bool = False


class TakersQuerySchema(CommandSchema):
    """Whom to choose among."""

    command = TakersQuery
    vip = fields.Boolean()


class TakerSchema(AnswerSchema):
    """Somebody who may own customers."""

    id = fields.UUID()
    name = fields.String()
    department_name = fields.String()


class TakersSchema(AnswerSchema):
    """Everybody one may give customers to."""

    items = fields.List(fields.Nested(TakerSchema))


class GiveAllSchema(CommandSchema):
    """From whom and to whom."""

    command = GiveAll
    from_staff = fields.UUID(required=True)
    to_staff = fields.UUID(required=True)


class GivenAllSchema(AnswerSchema):
    """How many customers went over."""

    customers = fields.Integer()


def _require_either(ctx: Context) -> None:
    if not (ctx.actor.may(TAKE) or ctx.actor.may(GIVE)):
        raise Forbidden(permission=TAKE.value)


@api.get("/hand-overs", permission=SIGNED_IN, query=PageQuerySchema, returns=page_of(HandOverSchema))
def list_waiting(ctx: Context, query: PageQuery) -> Page[Any]:
    _require_either(ctx)
    return hand_over_queries.waiting_page(ctx.session, ctx.actor, query)


@api.get("/hand-overs/count", permission=SIGNED_IN, returns=HandOverCountSchema)
def count_waiting(ctx: Context) -> dict[str, int]:
    _require_either(ctx)
    return {"waiting": hand_over_queries.count_waiting(ctx.session, ctx.actor)}


@api.post("/hand-overs/<uuid:id>/take", permission=TAKE, returns=PassedOnSchema, versioned=True)
def take_hand_over(ctx: Context, id: UUID, version: int) -> Customer:
    return handing_over.take_hand_over(ctx, id, version)


@api.post(
    "/hand-overs/<uuid:id>/give", permission=GIVE, body=schemas.OwnerSchema, returns=PassedOnSchema, versioned=True
)
def give_hand_over(ctx: Context, id: UUID, command: NewOwner, version: int) -> Customer:
    return handing_over.give_hand_over(ctx, id, command, version)


@api.get("/hand-overs/owners", permission=GIVE, query=OwnersQuerySchema, returns=page_of(OwnerOfManySchema))
def list_owners(ctx: Context, query: OwnersFilter) -> Page[Any]:
    return hand_over_queries.owners_page(ctx.session, ctx.actor, query)


@api.get("/hand-overs/takers", permission=GIVE, query=TakersQuerySchema, returns=TakersSchema)
def list_takers(ctx: Context, query: TakersQuery) -> dict[str, Any]:
    return {"items": hand_over_queries.takers(ctx.session, ctx.actor, vip=query.vip)}


@api.post("/hand-overs/all", permission=GIVE, body=GiveAllSchema, returns=GivenAllSchema)
def give_all(ctx: Context, command: GiveAll) -> GivenAll:
    return handing_over.give_all(ctx, command)
