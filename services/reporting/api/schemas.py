"""What goes out of the tier routes: current tiers, runs, the summary."""

from __future__ import annotations

from marshmallow import fields

from chassis.db import ListQuery
from chassis.http import AnswerSchema, Money, PageQuerySchema, sort_field
from services.reporting.api.policy_schemas import ByTierSchema, PolicySchema
from services.reporting.store.queries import RUNS


class JobSchema(AnswerSchema):
    """The job that does it."""

    job_id = fields.UUID()


class RunQuerySchema(PageQuerySchema):
    """Which recomputes."""

    command = ListQuery
    sort = sort_field(RUNS)


class RunSchema(AnswerSchema):
    """One recompute. ``reason``: schedule, demand, policy (a new one is in force) or news (of some customers)."""

    id = fields.UUID()
    reason = fields.String()
    policy_version = fields.Integer(attribute="policy_number")
    customers = fields.Integer()
    changed = fields.Integer()
    started_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime()
    seconds = fields.Float()


class SummarySchema(AnswerSchema):
    """How many customers there are of each tier, and by which policy."""

    by_tier = fields.Nested(ByTierSchema)
    active_policy = fields.Nested(PolicySchema)
    last_run = fields.Nested(RunSchema, allow_none=True)


class ThresholdSchema(AnswerSchema):
    """What a tier takes."""

    amount = fields.String()
    quantity = fields.Integer()


class ThresholdsSchema(AnswerSchema):
    """What the tiers take."""

    potential = fields.Nested(ThresholdSchema)
    vip = fields.Nested(ThresholdSchema)


class AssignmentSchema(AnswerSchema):
    """A tier was assigned: by which figures, against which thresholds, why (rise, fall, grace_over)."""

    version = fields.Integer()
    tier = fields.String()
    previous = fields.String()
    amount = Money()
    quantity = fields.Integer()
    thresholds = fields.Nested(ThresholdsSchema)
    policy_version = fields.Integer(attribute="policy_number")
    window_from = fields.Date()
    window_to = fields.Date()
    reason = fields.String()
    assigned_at = fields.AwareDateTime()


class CurrentTierSchema(AnswerSchema):
    """A customer's tier and why. ``judged``: what the figures deserve today."""

    customer_id = fields.UUID()
    tier = fields.String()
    judged = fields.String(attribute="classified")
    amount = Money()
    quantity = fields.Integer()
    window_from = fields.Date()
    window_to = fields.Date()
    kinds = fields.List(fields.String())
    policy_version = fields.Integer()
    thresholds = fields.Nested(ThresholdsSchema)
    combine = fields.String()
    assigned_at = fields.AwareDateTime()
    below_since = fields.Date()
    grace_until = fields.Date()
    history = fields.List(fields.Nested(AssignmentSchema))
