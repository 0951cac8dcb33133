"""What the reporting service does by the clock, in the company's time zone."""

from __future__ import annotations

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from contracts.reporting import ReportFrequency, RunReason
from services.reporting.usecases.reports import GenerateScheduled
from services.reporting.usecases.tiers import RecomputeTiers

schedules = Schedules("reporting")
schedules.every("tiers", crontab(minute="0", hour="2"), lambda _: RecomputeTiers(reason=RunReason.SCHEDULE))
schedules.every(
    "monthly_report",
    crontab(minute="30", hour="5", day_of_month="1"),
    lambda due: GenerateScheduled(today=due.date(), frequency=ReportFrequency.MONTHLY),
)
schedules.every(
    "weekly_report",
    crontab(minute="30", hour="5", day_of_week="mon"),
    lambda due: GenerateScheduled(today=due.date(), frequency=ReportFrequency.WEEKLY),
)
