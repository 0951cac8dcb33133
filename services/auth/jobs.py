"""What the auth service does in the background."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Jobs
from chassis.jobs.registry import State
from services.auth.backups.usecases.backups import LookAtBackups, look_at_backups
from services.auth.resets.usecases.links import SendPasswordLinks, send_links
from services.auth.reviews.usecases import emails as review_emails
from services.auth.reviews.usecases import reviews
from services.auth.reviews.usecases.reviews import AskReviewers, ReviewAccounts

jobs = Jobs("auth")


@jobs.on(ReviewAccounts)
def review_accounts(ctx: Context, job: ReviewAccounts, _: State) -> None:
    """Begin, remind of, or end the review of accounts, as the day asks."""
    reviews.review_by_the_clock(ctx)


@jobs.on(LookAtBackups)
def look_after_backups(ctx: Context, job: LookAtBackups, _: State) -> None:
    """Tell of backups that are overdue."""
    look_at_backups(ctx)


@jobs.on(AskReviewers)
def ask_reviewers(ctx: Context, job: AskReviewers, _: State) -> None:
    """Write to those who have accounts to answer for."""
    review_emails.ask_reviewers(ctx, job.review_id, again=job.again)


@jobs.on(SendPasswordLinks)
def send_password_links(ctx: Context, job: SendPasswordLinks, _: State) -> None:
    """Send links to whoever has a user name or mail address and may get one."""
    send_links(ctx, job.login)
