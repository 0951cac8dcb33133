"""What the auth service does in the background."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Jobs
from chassis.jobs.registry import State
from services.auth.usecases import review_letters, reviews
from services.auth.usecases.reviews import AskReviewers, ReviewAccounts

jobs = Jobs("auth")


@jobs.on(ReviewAccounts)
def review_accounts(ctx: Context, job: ReviewAccounts, _: State) -> None:
    reviews.review_by_the_clock(ctx)


@jobs.on(AskReviewers)
def ask_reviewers(ctx: Context, job: AskReviewers, _: State) -> None:
    review_letters.ask_reviewers(ctx, job.review_id, again=job.again)
