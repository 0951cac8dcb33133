"""What the feedback service does in the background: send its emails, tell of deadlines, ask who is satisfied."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Continue, Jobs
from chassis.jobs.registry import State
from services.feedback.satisfaction.usecases import asking
from services.feedback.usecases import escalating
from services.feedback.usecases.escalating import TellOfDeadlines
from services.feedback.usecases.steps import AskSatisfaction

jobs = Jobs("feedback")


@jobs.on(TellOfDeadlines)
def tell_of_deadlines(ctx: Context, job: TellOfDeadlines, state: State) -> Continue | None:
    """Tell of the next cases that are due, or soon."""
    return escalating.tell_of_deadlines(ctx)


@jobs.on(AskSatisfaction)
def ask_satisfaction(ctx: Context, job: AskSatisfaction, state: State) -> None:
    """Ask the customer of a case that is over."""
    asking.ask_satisfaction(ctx, job)
