"""Somebody leaves, and the customers stay: whoever may give them to others is told."""

from __future__ import annotations

from chassis.auth import directory
from chassis.auth.directory import staff_of
from chassis.context import Context
from contracts.activity import NoticeKind, notify
from contracts.auth import StaffChanged
from contracts.permissions import Permission
from services.customer.store.queries import owns_any


def follow_staff(ctx: Context, news: StaffChanged) -> None:
    """Keep what is said of a person. When an account is disabled that owns customers, those are told who may give them
    to somebody else."""
    known = staff_of(ctx.session, [news.staff_id]).get(news.staff_id)
    left = known is not None and known.active and not news.active and news.version > known.version
    directory.hear_staff(ctx, news)
    if left and owns_any(ctx.session, news.staff_id):
        notify(
            ctx,
            NoticeKind.OWNER_LEFT,
            "person",
            news.staff_id,
            permission=Permission.CUSTOMER_GIVE,
            owner_id=news.staff_id,
            once=str(news.version),
        )
