"""What the reporting service does in the background."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Again, Jobs
from chassis.jobs.registry import State
from services.reporting.usecases import tiers
from services.reporting.usecases.tiers import RecomputeDue, RecomputeTiers

jobs = Jobs("reporting")


@jobs.on(RecomputeTiers)
def recompute_tiers(ctx: Context, job: RecomputeTiers, _: State) -> None:
    """Judge everybody: one statement, one step."""
    tiers.recompute_tiers(ctx, job.reason)


@jobs.on(RecomputeDue)
def recompute_due(ctx: Context, _: RecomputeDue, __: State) -> Again | None:
    """Judge whoever's business has changed, some thousand a step."""
    return tiers.recompute_due(ctx)
