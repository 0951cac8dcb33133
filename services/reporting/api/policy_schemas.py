"""What comes into and goes out of the tier routes."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.http import AnswerSchema, CommandSchema, Money, length
from contracts.customer import TransactionKind
from contracts.reporting import Combine
from services.reporting.usecases.policies import ChangePolicy

LONGEST_WINDOW = 120
LONGEST_GRACE = 366
LARGEST_QUANTITY = 10**12


def _whole(least: int, most: int) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most, error="out_of_range"))


class AmountThreshold(Money):
    """An amount of zero or more."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        amount = super()._deserialize(value, attr, data, **kwargs)
        if amount < 0:
            raise self.make_error("range")
        return amount


class ChangePolicySchema(CommandSchema):
    """New values of a draft; fields that are not sent stay as they are."""

    command = ChangePolicy
    window_months = _whole(1, LONGEST_WINDOW)
    kinds = fields.List(fields.Enum(TransactionKind, by_value=True), validate=validate.Length(min=1, error="required"))
    potential_amount = AmountThreshold()
    potential_quantity = _whole(0, LARGEST_QUANTITY)
    vip_amount = AmountThreshold()
    vip_quantity = _whole(0, LARGEST_QUANTITY)
    combine = fields.Enum(Combine, by_value=True)
    grace_days = _whole(0, LONGEST_GRACE)
    note = fields.String(validate=length(0, 2000))

    def make_command(self, data: dict[str, Any]) -> ChangePolicy:
        if "kinds" in data:
            data["kinds"] = [kind for kind in TransactionKind if kind in data["kinds"]]
        return ChangePolicy(values=data)


class PolicySchema(AnswerSchema):
    """A tier policy. ``number`` counts the policies; amounts in yuan, quantities in pieces.
    ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    number = fields.Integer()
    status = fields.String()
    window_months = fields.Integer()
    kinds = fields.List(fields.String())
    potential_amount = Money()
    potential_quantity = fields.Integer()
    vip_amount = Money()
    vip_quantity = fields.Integer()
    combine = fields.String()
    grace_days = fields.Integer()
    note = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    activated_by_name = fields.String()
    activated_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class PolicyListSchema(AnswerSchema):
    """All policies, the newest first."""

    items = fields.List(fields.Nested(PolicySchema))
    next = fields.String()


class ByTierSchema(AnswerSchema):
    """Numbers of active customers."""

    ordinary = fields.Integer()
    potential = fields.Integer()
    vip = fields.Integer()


class MoveSchema(AnswerSchema):
    """How many would go from one tier to another."""

    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    count = fields.Integer()


class SampleSchema(AnswerSchema):
    """A customer that would move."""

    customer_id = fields.UUID()
    code = fields.String()
    name = fields.String()
    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    amount = fields.String()
    quantity = fields.Integer()


class TrialSchema(AnswerSchema):
    """What a policy would make of everybody."""

    as_of = fields.Date()
    customers = fields.Integer()
    by_tier = fields.Nested(ByTierSchema)
    rises = fields.Integer()
    falls = fields.Integer()
    moves = fields.List(fields.Nested(MoveSchema))
    sample = fields.List(fields.Nested(SampleSchema))
