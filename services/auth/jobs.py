"""What the auth service does in the background."""

from __future__ import annotations

from chassis.jobs import Jobs

jobs = Jobs("auth")
