"""Emails to people about their own account: what somebody who took it over would not tell them."""

from __future__ import annotations

from chassis.context import Context
from chassis.db import new_id
from chassis.mail import Email, enqueue_email
from services.auth import emails
from services.auth.emails import Notice
from services.auth.store.models import Staff
from services.auth.store.sign_ins import was_there_before


def tell(ctx: Context, staff: Staff, notice: Notice) -> None:
    """Write to a person what has happened to their account now; it is sent if this transaction commits. Who has no
    address hears nothing."""
    if not staff.email:
        return
    words = emails.own_account(
        notice,
        name=staff.name,
        by=ctx.actor.name if ctx.actor.id else "",
        at=f"{ctx.now.astimezone(ctx.zone):%Y-%m-%d %H:%M}",
        address=ctx.origin,
    )
    enqueue_email(
        ctx,
        Email(
            unique_key=f"account:{notice}:{new_id()}",
            to=[staff.email],
            subject=words.subject,
            html=words.html,
            text=words.text,
        ),
    )


def tell_of_new_device(ctx: Context, staff: Staff, *, address: str, user_agent: str) -> None:
    """Tell a person of a sign-in from where, or with what, they never signed in before; not of their first one. Called
    before that sign-in is on record."""
    known = was_there_before(ctx.session, staff.id, address=address, user_agent=user_agent)
    if known is False:
        tell(ctx, staff, Notice.NEW_DEVICE)
