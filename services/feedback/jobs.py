"""What the feedback service does in the background: nothing but send its emails."""

from __future__ import annotations

from chassis.jobs import Jobs

jobs = Jobs("feedback")
