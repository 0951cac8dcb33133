"""What the customer service does by the clock, in the company's time zone."""

from __future__ import annotations

from datetime import timedelta

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from services.customer.merging.usecases.pairs import FindLikelyPairs
from services.customer.usecases.unusual import NoticeUnusualReading

schedules = Schedules("customer")
schedules.every(
    "unusual_reading",
    crontab(minute="*/15"),
    lambda due: NoticeUnusualReading(day=(due - timedelta(minutes=1)).date()),  # at midnight: the day that ended
)
schedules.every("likely_pairs", crontab(hour="3", minute="20"), lambda _: FindLikelyPairs())
