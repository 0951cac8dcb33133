"""Somebody leaves: the cases they had in hand lie open on their desks again, so that a colleague takes them."""

from __future__ import annotations

from chassis.auth.directory import Staff, hear_staff
from chassis.context import Context
from contracts.auth import StaffChanged
from contracts.feedback import CaseEventKind, CaseStatus
from services.feedback.store import queries
from services.feedback.store.customers import hold_customer
from services.feedback.usecases.steps import note_step, say_changed


def record_staff(ctx: Context, news: StaffChanged) -> None:
    """Keep who works where; of somebody who is disabled now, free the cases."""
    hear_staff(ctx, news)
    kept = ctx.session.get(Staff, news.staff_id, populate_existing=True)
    if kept is not None and not kept.active:
        free_cases(ctx, kept)


def free_cases(ctx: Context, leaver: Staff) -> None:
    """Put everything the person has taken and not finished back on its desk. Customers are locked before their cases,
    in one order, as everybody locks them."""
    for customer_id, id in queries.taken_by(ctx.session, leaver.id):
        customer = hold_customer(ctx.session, customer_id)
        case = queries.still_taken_by(ctx.session, id, leaver.id)
        if case is None:
            continue
        case.status, case.assignee_id, case.assignee_is_lead = CaseStatus.OPEN, None, False
        note_step(ctx, case, CaseEventKind.RELEASED, left=leaver.name)
        say_changed(ctx, case, customer)
