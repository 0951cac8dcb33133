"""What the reporting service does in the background."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Jobs, RetryLater
from chassis.jobs.registry import State
from services.reporting.usecases import emails, reports, tiers
from services.reporting.usecases.reports import GenerateScheduled, MailReport
from services.reporting.usecases.tiers import RecomputeDue, RecomputeTiers

jobs = Jobs("reporting")


@jobs.on(RecomputeTiers)
def recompute_tiers(ctx: Context, job: RecomputeTiers, _: State) -> None:
    """Compute everybody's tier: one statement, one step."""
    tiers.recompute_tiers(ctx, job.reason)


@jobs.on(RecomputeDue)
def recompute_due(ctx: Context, _: RecomputeDue, __: State) -> RetryLater | None:
    """Compute the tiers of whoever's business has changed, some thousand a step."""
    return tiers.recompute_due(ctx)


@jobs.on(GenerateScheduled)
def generate_scheduled(ctx: Context, job: GenerateScheduled, _: State) -> None:
    """Generate the report that is due by the clock."""
    reports.generate_scheduled(ctx, job.today, job.frequency)


@jobs.on(MailReport)
def mail_report(ctx: Context, job: MailReport, _: State) -> None:
    """Draw the pictures and the PDF, write the emails."""
    emails.mail_report(ctx, job.report_id)
