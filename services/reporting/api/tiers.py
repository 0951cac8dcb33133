"""Tiers: how the customers stand, why, and the recomputes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import Api, PageQuerySchema, Shown, page_of
from contracts.permissions import Permission
from services.reporting.api import schemas
from services.reporting.store import queries
from services.reporting.store.models import TierRun
from services.reporting.usecases import standings, tiers

api = Api("tiers", description="How the customers stand, and why")
READ, EDIT = Permission.TIER_READ, Permission.TIER_EDIT


@api.get("/tiers/summary", permission=READ, returns=schemas.SummarySchema)
def read_summary(ctx: Context) -> dict[str, Any]:
    return {
        "by_tier": queries.count_by_tier(ctx.session),
        "active_policy": queries.active_policy(ctx.session),
        "last_run": queries.last_run(ctx.session),
    }


@api.get("/tiers/of/<uuid:customer_id>", permission=Permission.CUSTOMER_READ, returns=schemas.StandingSchema)
def read_standing(ctx: Context, customer_id: UUID) -> Shown:
    standing = standings.show_standing(ctx, customer_id)
    history = [Shown(each.assignment, {"thresholds": each.thresholds}) for each in standing.history]
    return Shown(standing, {"history": history})


@api.get("/tiers/runs", permission=READ, query=PageQuerySchema, returns=page_of(schemas.RunSchema))
def list_runs(ctx: Context, query: PageQuery) -> Page[TierRun]:
    return queries.runs_page(ctx.session, query.after, query.limit)


@api.post("/tiers/recompute", permission=EDIT, returns=schemas.JobSchema, status=202)
def recompute(ctx: Context) -> dict[str, UUID]:
    return {"job_id": tiers.ask_for_recompute(ctx)}
