"""What the feedback service does by the clock: nothing."""

from __future__ import annotations

from chassis.jobs import Schedules

schedules = Schedules("feedback")
