"""Tell owners of VIP customers whose contact is overdue: each due day once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chassis.context import Context
from chassis.jobs import Continue, job
from contracts.activity import NoticeKind, notify
from contracts.reporting import Tier
from services.customer.rhythm.store import due, policies


@job("customer.tell_of_contacts.v1")
class TellOfContacts:
    """Look at which VIP customers were not contacted in time."""


def tell_of_contacts(ctx: Context) -> Continue | None:
    """Tell the owners of the next ones."""
    told = 0
    for policy in policies.rhythm_policies(ctx.session):
        if policy.tier is not Tier.VIP or policy.every_days is None:
            continue
        for each in due.overdue_untold(ctx.session, policy, ctx.today):
            over = datetime.combine(each.due_on + timedelta(days=1), time(), ctx.zone)
            kind, once = NoticeKind.CONTACT_OVERDUE, each.due_on.isoformat()
            notify(ctx, kind, "customer", each.id, code=each.code, to=[each.owner_id], due_at=over, once=once)
            told += 1
    return Continue({}) if told else None
