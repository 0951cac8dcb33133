"""Ownership transfers: VIP customers that wait for a customer manager, and everything of somebody who leaves.

To people and in the API those that wait are hand-overs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Forbidden
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, page_of
from contracts.customer import TransferStatus
from contracts.permissions import Permission
from services.customer.api import schemas
from services.customer.domain.owning import OWNERSHIP_TRANSFER
from services.customer.store import ownership_transfers as store
from services.customer.store.ownership_transfers import OwnersFilter
from services.customer.usecases import ownership_transfers
from services.customer.usecases.ownership_transfers import GiveAll, GivenAll

api = Api("hand-overs", description="Customers that go to another owner")
TAKE, GIVE = Permission.HAND_OVER_TAKE, Permission.CUSTOMER_GIVE


class HandOverSchema(AnswerSchema):
    """A VIP customer that waits for a new owner: enough to know it, no more. ``actions``: what the one who asks may do
    with it."""

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
    actions = fields.List(fields.String())


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


def present(ctx: Context, waiting: Sequence[Any]) -> list[Presented]:
    """Hand-overs that wait, with what the actor may do with each."""
    rows = []
    for row in waiting:
        reached: dict[str, bool] = {TAKE: row.may_take, GIVE: row.may_give}
        actions = OWNERSHIP_TRANSFER.actions(row, ctx.actor, status=TransferStatus.WAITING, reaches=reached.__getitem__)
        rows.append(Presented(row, {"actions": actions}))
    return rows


@api.get(
    "/hand-overs", permission=SIGNED_IN, open_to_tokens=True, query=PageQuerySchema, returns=page_of(HandOverSchema)
)
def list_waiting_hand_overs(ctx: Context, query: PageQuery) -> Page[Any]:
    """The VIP customers that wait for a new owner and that one may take or give, the oldest first."""
    _require_either(ctx)
    page = store.waiting_page(ctx.session, ctx.actor, query)
    return Page(present(ctx, page.items), page.next)


@api.get("/hand-overs/count", permission=SIGNED_IN, open_to_tokens=True, returns=HandOverCountSchema)
def count_waiting_hand_overs(ctx: Context) -> dict[str, int]:
    """How many hand-overs wait that one may see to."""
    _require_either(ctx)
    return {"waiting": store.count_waiting(ctx.session, ctx.actor)}


@api.get("/hand-overs/owners", permission=GIVE, query=OwnersQuerySchema, returns=page_of(OwnerOfManySchema))
def list_owners(ctx: Context, query: OwnersFilter) -> Page[Any]:
    """The people within reach who own customers, with how many, active ones and those who have left."""
    return store.owners_page(ctx.session, ctx.actor, query)


@api.get("/hand-overs/takers", permission=GIVE, query=TakersQuerySchema, returns=TakersSchema)
def list_takers(ctx: Context, query: TakersQuery) -> dict[str, Any]:
    """Whom one may give customers to."""
    return {"items": store.takers(ctx.session, ctx.actor, vip=query.vip)}


@api.post("/hand-overs/all", permission=GIVE, body=GiveAllSchema, returns=GivenAllSchema)
def give_all(ctx: Context, command: GiveAll) -> GivenAll:
    """Hand every customer of one person to another: drafts, entries that wait, active and disabled ones alike."""
    return ownership_transfers.give_all(ctx, command)


resource = api.resource("/hand-overs", returns=PassedOnSchema)
resource.command("take", ownership_transfers.take_hand_over, permission=TAKE)
resource.command("give", ownership_transfers.give_hand_over, permission=GIVE, body=schemas.OwnerSchema)
