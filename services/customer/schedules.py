"""What the customer service does by the clock, in the company's time zone."""

from __future__ import annotations

from datetime import timedelta

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from services.customer.usecases.unusual import NoticeUnusualReading

schedules = Schedules("customer")
schedules.every(
    "unusual_reading",
    crontab(minute="*/5"),
    lambda due: NoticeUnusualReading(day=(due - timedelta(minutes=1)).date()),  # at midnight: the day that ended
)
