"""Tier policies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.http import Api, Presented
from contracts.permissions import Permission
from services.reporting.api import policy_schemas as schemas
from services.reporting.domain.workflow import POLICY
from services.reporting.store import queries
from services.reporting.store.models import TierPolicy
from services.reporting.usecases import policies
from services.reporting.usecases.policies import ChangePolicy, Trial

api = Api("policies", description="The rules by which customers are ordinary, potential or VIP")
READ, EDIT = Permission.TIER_READ, Permission.TIER_EDIT


def present(ctx: Context, policy: TierPolicy) -> Presented:
    """A policy, and what the actor may do with it."""
    return Presented(policy, {"actions": POLICY.actions(policy, ctx.actor)})


@api.get("/tiers/policies", permission=READ, returns=schemas.PolicyListSchema)
def list_policies(ctx: Context) -> dict[str, Any]:
    """All policies, the newest first."""
    return {"items": [present(ctx, policy) for policy in queries.policies(ctx.session)], "next": None}


@api.post("/tiers/policies", permission=EDIT, returns=schemas.PolicySchema, status=201)
def draft_policy(ctx: Context) -> Presented:
    """A new draft that says what the policy in force says."""
    return present(ctx, policies.draft_policy(ctx))


@api.post(
    "/tiers/policies/<uuid:id>/try", permission=READ, body=schemas.ChangePolicySchema, returns=schemas.TrialSchema
)
def try_policy(ctx: Context, id: UUID, command: ChangePolicy) -> Trial:
    """What would become of everybody if this policy, with the values that are sent, had been in force for long. Changes
    nothing."""
    return policies.try_policy(ctx, id, command)


one_policy = api.resource("/tiers/policies", returns=schemas.PolicySchema, present=present)
one_policy.read(policies.read_policy, permission=READ)
one_policy.change(policies.change_policy, permission=EDIT, body=schemas.ChangePolicySchema)
one_policy.command("activate", policies.activate_policy, permission=EDIT, body=schemas.ChangePolicySchema)
