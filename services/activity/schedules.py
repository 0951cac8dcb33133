"""What the activity service does by the clock: nothing."""

from __future__ import annotations

from chassis.jobs.schedules import Schedules

schedules = Schedules("activity")
