"""What the activity service does in the background: nothing but send its letters."""

from __future__ import annotations

from chassis.jobs import Jobs

jobs = Jobs("activity")
