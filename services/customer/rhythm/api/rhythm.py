"""Work by tier: the policy, who is due, and what holds for one customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page
from chassis.http import (
    AnswerSchema,
    Api,
    CommandSchema,
    CountSchema,
    PageQuerySchema,
    Presented,
    length,
    one_of,
    page_of,
)
from contracts.customer import CustomerKind, DueState, RhythmReach
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.rhythm.domain.rhythm import state_of
from services.customer.rhythm.store.due import SORTS, RhythmFilter
from services.customer.rhythm.store.models import RhythmPolicy
from services.customer.rhythm.store.policies import rhythm_policies
from services.customer.rhythm.usecases import policies
from services.customer.rhythm.usecases.policies import CustomerRhythm, SetRhythmPolicy, set_rhythm_policy

api = Api("work by tier", description="How customers of each tier are served, how often they are contacted, who is due")
READ, EDIT = Permission.CUSTOMER_READ, Permission.TIER_EDIT


class SetRhythmPolicySchema(CommandSchema):
    """What holds from now on; fields that are not sent stay as they are. ``every_days``: null for no rhythm."""

    command = SetRhythmPolicy
    method = fields.String(validate=length(0, 4000))
    every_days = fields.Integer(allow_none=True, validate=validate.Range(1, 1000, error="out_of_range"))

    def make_command(self, data: dict[str, Any]) -> SetRhythmPolicy:
        return SetRhythmPolicy(values=data)


class RhythmPolicySchema(AnswerSchema):
    """How customers of one kind and tier are served. ``method``: in words, Markdown. ``every_days``: how many days
    after a contact the next one is due. ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    kind = fields.String()
    tier = fields.String()
    method = fields.String()
    every_days = fields.Integer()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class RhythmPolicyListSchema(AnswerSchema):
    """The whole policy."""

    items = fields.List(fields.Nested(RhythmPolicySchema))


class RhythmCountQuerySchema(PageQuerySchema):
    """Which customers are counted. ``reach``: the own ones, or those of the own department and below."""

    command = RhythmFilter
    tier = fields.String(validate=one_of(["", *Tier]))
    kind = fields.String(validate=one_of(["", *CustomerKind]))
    reach = fields.String(validate=one_of(["", *RhythmReach]))


class RhythmQuerySchema(RhythmCountQuerySchema):
    """What the list is narrowed by. ``due``: overdue, due in what is left of this week, or later."""

    due = fields.String(validate=one_of(["", *DueState]))
    sort = fields.String(load_default="", validate=one_of(["", *SORTS]))


class DueRowSchema(AnswerSchema):
    """A customer that has a rhythm. ``last_contact_on``: null when nobody has contacted it; then it counts from the day
    it was entered. ``due_on``: the last day on which the next contact is in time."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    name = fields.String()
    kind = fields.String()
    tier = fields.String()
    owner_id = fields.UUID()
    owner_name = fields.String()
    last_contact_on = fields.Date()
    due_on = fields.Date()
    state = fields.String()


class TierDueSchema(AnswerSchema):
    """Of one tier: how many customers have a rhythm, are overdue, and fall due in what is left of this week."""

    tier = fields.String()
    customers = fields.Nested(CountSchema)
    overdue = fields.Nested(CountSchema)
    week = fields.Nested(CountSchema)


class TierDueListSchema(AnswerSchema):
    """All tiers that have a rhythm."""

    items = fields.List(fields.Nested(TierDueSchema))


class CustomerRhythmSchema(AnswerSchema):
    """How a customer is served: the policy of its kind and tier, the last contact, and by when the next one is due."""

    tier = fields.String()
    method = fields.String()
    every_days = fields.Integer()
    last_contact_on = fields.Date()
    due_on = fields.Date()
    state = fields.String()


def shown(ctx: Context, policy: RhythmPolicy) -> Presented:
    """One row of the policy, with what the actor may do."""
    return Presented(policy, {"actions": ["edit"] if ctx.actor.may(EDIT) else []})


@api.get("/rhythm-policies", permission=READ, returns=RhythmPolicyListSchema)
def list_rhythm_policies(ctx: Context) -> dict[str, Any]:
    """How customers are served and how often they are contacted, by kind of customer and tier."""
    return {"items": [shown(ctx, policy) for policy in rhythm_policies(ctx.session)]}


rules = api.resource("/rhythm-policies", returns=RhythmPolicySchema, present=shown)
rules.change(set_rhythm_policy, permission=EDIT, body=SetRhythmPolicySchema)


@api.get("/customers/rhythm", permission=READ, query=RhythmQuerySchema, returns=page_of(DueRowSchema))
def list_due_customers(ctx: Context, query: RhythmFilter) -> Page[Presented]:
    """Active customers whose tier has a rhythm, by the day on which the next contact is due, who is longest overdue
    first."""
    page = policies.due_page(ctx, query)
    return Page([Presented(row, {"state": state_of(row.due_on, ctx.today)}) for row in page.items], page.next)


@api.get("/customers/rhythm/count", permission=READ, query=RhythmCountQuerySchema, returns=TierDueListSchema)
def count_due_customers(ctx: Context, query: RhythmFilter) -> dict[str, Any]:
    """How many customers have a rhythm, are overdue and fall due this week, by tier."""
    return {"items": policies.due_counts(ctx, query)}


@api.get("/customers/<uuid:id>/rhythm", permission=READ, returns=CustomerRhythmSchema)
def read_customer_rhythm(ctx: Context, id: UUID) -> CustomerRhythm:
    """How a customer is served, when it was last contacted, and by when it is due again."""
    return policies.rhythm_of(ctx, id)
