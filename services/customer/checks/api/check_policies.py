"""The policy of checks, for everybody to read and for some to change."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from chassis.context import Context
from chassis.http import AnswerSchema, Api, CommandSchema, Presented
from contracts.permissions import Permission
from services.customer.checks.domain.checking import CHECKABLE
from services.customer.checks.store.check_policies import check_policies
from services.customer.checks.store.models import CheckPolicy
from services.customer.checks.usecases.check_policies import SetCheckPolicy, set_check_policy

api = Api("check policies", description="Which changes of customers wait for a check")


class SetCheckPolicySchema(CommandSchema):
    """The fields that wait from now on."""

    command = SetCheckPolicy
    waits = fields.List(fields.String(), required=True)


class CheckPolicySchema(AnswerSchema):
    """What waits for a check of one kind of customer and tier. ``checkable``: what can. ``actions``: what the one who
    asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    kind = fields.String()
    tier = fields.String()
    waits = fields.List(fields.String(), attribute="fields")
    checkable = fields.List(fields.String())
    updated_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class CheckPolicyListSchema(AnswerSchema):
    """The whole policy."""

    items = fields.List(fields.Nested(CheckPolicySchema))


def shown(ctx: Context, policy: CheckPolicy) -> Presented:
    """One row of the policy, with what the actor may do."""
    actions = ["edit"] if ctx.actor.may(Permission.POLICY_EDIT) else []
    return Presented(policy, {"checkable": CHECKABLE[policy.kind], "actions": actions})


@api.get("/check-policies", permission=Permission.CUSTOMER_READ, returns=CheckPolicyListSchema)
def list_check_policies(ctx: Context) -> dict[str, Any]:
    """Which changes by the owner wait for somebody else's check, by kind of customer and tier."""
    return {"items": [shown(ctx, policy) for policy in check_policies(ctx.session)]}


policies = api.resource("/check-policies", returns=CheckPolicySchema, present=shown)
policies.change(set_check_policy, permission=Permission.POLICY_EDIT, body=SetCheckPolicySchema)
