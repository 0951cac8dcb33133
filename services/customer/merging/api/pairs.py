"""Customers that are likely there twice, to be worked off."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.db import Page
from chassis.http import AnswerSchema, Api, PageQuerySchema, Presented, page_of
from contracts.customer import PairStatus
from contracts.permissions import Permission
from services.customer.merging.domain.workflow import PAIR
from services.customer.merging.store.pairs import PairFilter
from services.customer.merging.usecases import pairs
from services.customer.merging.usecases.pairs import LookedFor, Pair

api = Api("likely pairs", description="Pairs of customers that are likely one and the same")
READ = Permission.CUSTOMER_READ


class PairQuerySchema(PageQuerySchema):
    """Pairs of one state."""

    command = PairFilter
    status = fields.Enum(PairStatus, by_value=fields.String)


class PairSchema(AnswerSchema):
    """Two customers that are likely one. ``score``: of 100; ``reasons``: the fields that agree, ``core_name`` and
    ``close_name`` for names that nearly do, the strongest first. ``actions``: what the one who asks may do."""

    id = fields.UUID()
    version = fields.Integer()
    status = fields.String()
    score = fields.Integer()
    reasons = fields.List(fields.String())
    first_id = fields.UUID()
    first_code = fields.String()
    first_name = fields.String()
    first_owner = fields.String()
    second_id = fields.UUID()
    second_code = fields.String()
    second_name = fields.String()
    second_owner = fields.String()
    kind = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


def present(ctx: Context, shown: Pair) -> Presented:
    """A pair with what is needed to know its customers: codes, names and owners, no numbers."""
    extras = {
        "kind": shown.first.kind,
        "first_code": shown.first.code,
        "first_name": shown.first.name,
        "first_owner": shown.first_owner,
        "second_code": shown.second.code,
        "second_name": shown.second.name,
        "second_owner": shown.second_owner,
        "actions": PAIR.actions(shown.pair, ctx.actor),
    }
    return Presented(shown.pair, extras)


@api.get("/likely-pairs", permission=READ, query=PairQuerySchema, returns=page_of(PairSchema))
def list_likely_pairs(ctx: Context, query: PairFilter) -> Page[Any]:
    """Pairs of active customers that one sees both, the likeliest first."""
    page = pairs.pair_page(ctx, query)
    return Page([present(ctx, each) for each in page.items], page.next)


class LookedForSchema(AnswerSchema):
    """That it is looked for."""

    looking = fields.Boolean()


@api.post("/likely-pairs/find", permission=Permission.CUSTOMER_VERIFY, returns=LookedForSchema)
def find_likely_pairs(ctx: Context) -> LookedFor:
    """Look through all customers now for those that are there twice, without waiting for the night."""
    return pairs.look_now(ctx)


resource = api.resource("/likely-pairs", returns=PairSchema, present=present)
resource.command("differ", pairs.tell_apart, permission=READ)
