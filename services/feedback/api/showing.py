"""Cases as they are answered: with the names of customer and assignee, whether they are late, and their letter."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.context import Context
from chassis.http import Shown
from contracts.feedback import CaseStatus
from contracts.masking import mask_mails
from services.feedback.domain.desks import is_overdue
from services.feedback.store import queries
from services.feedback.store.customers import customers_by_id
from services.feedback.store.models import Case

SUMMARY = 120


def shown_rows(ctx: Context, cases: Sequence[Case]) -> list[Shown]:
    """Cases of a list: two more queries, however many they are."""
    customers = customers_by_id(ctx.session, (case.customer_id for case in cases))
    persons = queries.persons(ctx.session, (case.assignee_id for case in cases))
    rows = []
    for case in cases:
        customer, assignee = customers[case.customer_id], persons.get(case.assignee_id) if case.assignee_id else None
        beside = {
            "customer_code": customer.code,
            "customer_name": customer.name,
            "region": customer.region,
            "summary": case.content[:SUMMARY],
            "assignee_name": assignee.name if assignee else "",
            "overdue": is_overdue(CaseStatus(case.status), case.due_at, ctx.now),
        }
        rows.append(Shown(case, beside))
    return rows


def shown(ctx: Context, case: Case) -> Shown:
    """One case with everything."""
    [row] = shown_rows(ctx, [case])
    written = queries.reply_letter(ctx.session, case.id)
    letter = written and Shown(written, {"last_error": written.last_error and mask_mails(written.last_error)})
    return Shown(case, {**row.beside, "letter": letter})
