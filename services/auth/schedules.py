"""What the auth service does by the clock, in the company's time zone."""

from __future__ import annotations

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from services.auth.backups.usecases.backups import LookAtBackups
from services.auth.reviews.usecases.reviews import ReviewAccounts

schedules = Schedules("auth")
schedules.every("account_review", crontab(hour="6", minute="30"), lambda due: ReviewAccounts())
schedules.every("backups", crontab(minute="40"), lambda due: LookAtBackups())
