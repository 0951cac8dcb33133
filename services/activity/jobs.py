"""What the activity service does in the background. Who sends to the groups of departments, and where to, its worker
says (``channels.sending``)."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Continue, Jobs
from chassis.jobs.registry import State
from services.activity.usecases import mails
from services.activity.usecases.mails import MailOfTheDay

jobs = Jobs("activity")


@jobs.on(MailOfTheDay)
def mail_of_the_day(ctx: Context, job: MailOfTheDay, state: State) -> Continue | None:
    """Write the mails of the day."""
    return mails.mail_of_the_day(ctx, job, state)
