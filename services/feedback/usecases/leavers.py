"""Somebody leaves: the cases they had in hand lie open on their desks again, so that a colleague takes them."""

from __future__ import annotations

from sqlalchemy import select

from chassis.auth.directory import Person, hear_person
from chassis.context import Context
from contracts.auth import StaffChanged
from contracts.feedback import CaseStatus
from services.feedback.store.customers import hold_customer
from services.feedback.store.models import Case
from services.feedback.usecases.steps import note_step, say_changed


def learn_person(ctx: Context, news: StaffChanged) -> None:
    """Keep who works where; of somebody who is disabled now, free the cases."""
    hear_person(ctx, news)
    kept = ctx.session.get(Person, news.staff_id, populate_existing=True)
    if kept is not None and not kept.active:
        free_cases(ctx, kept)


def free_cases(ctx: Context, leaver: Person) -> None:
    """Put everything the person has taken and not finished back on its desk. Customers are locked before their cases,
    in one order, as everybody locks them."""
    taken = (Case.assignee_id == leaver.id, Case.status == CaseStatus.TAKEN)
    rows = select(Case.id, Case.customer_id).where(*taken).order_by(Case.customer_id, Case.id)
    for id, customer_id in ctx.session.execute(rows).all():
        customer = hold_customer(ctx.session, customer_id)
        case = ctx.session.scalar(select(Case).where(Case.id == id, *taken).with_for_update())
        if case is None:
            continue
        case.status, case.assignee_id, case.holder_leads = CaseStatus.OPEN.value, None, False
        note_step(ctx, case, "released", left=leaver.name)
        say_changed(ctx, case, customer)
