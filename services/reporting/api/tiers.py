"""Tiers: those of the customers, why, and the recomputes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import ListQuery, Page
from chassis.http import Api, Presented, page_of
from contracts.permissions import Permission
from services.reporting.api import policies, schemas
from services.reporting.store import queries
from services.reporting.store.models import TierRun
from services.reporting.usecases import current_tiers, tiers

api = Api("tiers", description="The customers' tiers, and why")
READ, EDIT = Permission.TIER_READ, Permission.TIER_EDIT


@api.get("/tiers/summary", permission=READ, returns=schemas.SummarySchema)
def read_summary(ctx: Context) -> dict[str, Any]:
    """How many customers there are of each tier, the policy in force, and the last recompute, whatever its reason."""
    return {
        "by_tier": queries.count_by_tier(ctx.session),
        "active_policy": policies.present(ctx, queries.active_policy(ctx.session)),
        "last_run": queries.last_run(ctx.session),
    }


@api.get("/tiers/of/<uuid:customer_id>", permission=Permission.CUSTOMER_READ, returns=schemas.CurrentTierSchema)
def read_current_tier(ctx: Context, customer_id: UUID) -> Presented:
    """A customer's tier, the figures and thresholds it rests on, and what came before; the view is in the access
    log."""
    current = current_tiers.explain_current_tier(ctx, customer_id)
    history = [Presented(each.assignment, {"thresholds": each.thresholds}) for each in current.history]
    return Presented(current, {"history": history})


@api.get("/tiers/runs", permission=READ, query=schemas.RunQuerySchema, returns=page_of(schemas.RunSchema))
def list_runs(ctx: Context, query: ListQuery) -> Page[TierRun]:
    """Recomputes, a page at a time."""
    return queries.runs_page(ctx.session, query)


@api.post("/tiers/recompute", permission=EDIT, returns=schemas.JobSchema, status=202)
def recompute(ctx: Context) -> dict[str, UUID]:
    """Have everybody's tier computed soon; asked twice before it starts, it is done once."""
    return {"job_id": tiers.ask_for_recompute(ctx)}
