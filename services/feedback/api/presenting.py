"""Cases as they are answered: with the names of customer and assignee, whether they are late, and their email."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.auth.directory import names_of
from chassis.context import Context
from chassis.http import Presented
from contracts.masking import mask_mails
from services.feedback.domain.desks import is_overdue
from services.feedback.domain.workflow import CASE
from services.feedback.store import queries
from services.feedback.store.customers import customers_by_id
from services.feedback.store.models import Case

SUMMARY = 120


def present_rows(ctx: Context, cases: Sequence[Case]) -> list[Presented]:
    """Cases of a list: two more queries, however many they are."""
    customers = customers_by_id(ctx.session, (case.customer_id for case in cases))
    names = names_of(ctx.session, (case.assignee_id for case in cases))
    rows = []
    for case in cases:
        customer = customers[case.customer_id]
        extras = {
            "customer_code": customer.code,
            "customer_name": customer.name,
            "region": customer.region,
            "summary": case.content[:SUMMARY],
            "assignee_name": names.get(case.assignee_id, "") if case.assignee_id else "",
            "overdue": is_overdue(case.status, case.due_at, ctx.now),
        }
        rows.append(Presented(case, extras))
    return rows


def present(ctx: Context, case: Case) -> Presented:
    """One case with everything, and what the actor may do with it."""
    [row] = present_rows(ctx, [case])
    written = queries.reply_email(ctx.session, case.id)
    letter = written and Presented(written, {"last_error": written.last_error and mask_mails(written.last_error)})
    reaches = queries.reach_at(ctx.session, ctx.actor, case.id)
    return Presented(case, {**row.extras, "letter": letter, "actions": CASE.actions(case, ctx.actor, reaches=reaches)})
