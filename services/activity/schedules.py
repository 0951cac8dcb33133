"""What the activity service does by the clock, in the company's time zone."""

from __future__ import annotations

from celery.schedules import crontab

from chassis.jobs.schedules import Schedules
from services.activity.usecases.mails import MailOfTheDay

schedules = Schedules("activity")
schedules.every("mail_of_the_day", crontab(minute="0", hour="8"), lambda due: MailOfTheDay(day=due.date()))
