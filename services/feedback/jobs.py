"""What the feedback service does in the background: send its emails, and tell of deadlines."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Continue, Jobs
from chassis.jobs.registry import State
from services.feedback.usecases import escalating
from services.feedback.usecases.escalating import TellOfDeadlines

jobs = Jobs("feedback")


@jobs.on(TellOfDeadlines)
def tell_of_deadlines(ctx: Context, job: TellOfDeadlines, state: State) -> Continue | None:
    """Tell of the next cases that are due, or soon."""
    return escalating.tell_of_deadlines(ctx)
