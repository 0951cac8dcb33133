"""What the feedback service does by the clock: every five minutes it looks at the deadlines."""

from __future__ import annotations

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from services.feedback.usecases.escalating import TellOfDeadlines

schedules = Schedules("feedback")
schedules.every("deadlines", crontab(minute="*/5"), lambda _: TellOfDeadlines())
