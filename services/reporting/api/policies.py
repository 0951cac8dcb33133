"""Tier policies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.http import Api
from contracts.permissions import Permission
from services.reporting.api import policy_schemas as schemas
from services.reporting.store import queries
from services.reporting.store.models import TierPolicy
from services.reporting.usecases import policies
from services.reporting.usecases.policies import ChangePolicy, Trial

api = Api("policies", description="The rules by which customers are ordinary, potential or VIP")
READ, EDIT = Permission.TIER_READ, Permission.TIER_EDIT


@api.get("/tiers/policies", permission=READ, returns=schemas.PolicyListSchema)
def list_policies(ctx: Context) -> dict[str, Any]:
    return {"items": queries.policies(ctx.session), "next": None}


@api.post("/tiers/policies", permission=EDIT, returns=schemas.PolicySchema, status=201)
def draft_policy(ctx: Context) -> TierPolicy:
    return policies.draft_policy(ctx)


@api.get("/tiers/policies/<uuid:id>", permission=READ, returns=schemas.PolicySchema)
def read_policy(ctx: Context, id: UUID) -> TierPolicy:
    return queries.policy_of(ctx.session, id)


@api.patch(
    "/tiers/policies/<uuid:id>",
    permission=EDIT,
    body=schemas.ChangePolicySchema,
    returns=schemas.PolicySchema,
    versioned=True,
)
def change_policy(ctx: Context, id: UUID, command: ChangePolicy, version: int) -> TierPolicy:
    return policies.change_policy(ctx, id, command, version)


@api.post("/tiers/policies/<uuid:id>/activate", permission=EDIT, returns=schemas.PolicySchema, versioned=True)
def activate_policy(ctx: Context, id: UUID, version: int) -> TierPolicy:
    return policies.activate_policy(ctx, id, version)


@api.post("/tiers/policies/<uuid:id>/try", permission=READ, returns=schemas.TrialSchema)
def try_policy(ctx: Context, id: UUID) -> Trial:
    return policies.try_policy(ctx, id)
