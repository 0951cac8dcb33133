"""Cases as they are answered: with the names of customer and assignee, whether they are late, and their email."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.auth.directory import names_of
from chassis.context import Context
from chassis.http import Presented
from chassis.mail import EmailStatus
from contracts.feedback import CONVERSATION, CaseEventKind, CaseRelation
from contracts.masking import mask_mails
from services.feedback.domain.desks import is_overdue
from services.feedback.domain.matter import subject_line
from services.feedback.domain.workflow import CASE, MAILED, WAITING, WATCHED, Watching, mailing_of, waiting_of
from services.feedback.satisfaction.domain.rules import RATED
from services.feedback.store import colleagues as store
from services.feedback.store import queries
from services.feedback.store.classes import class_names
from services.feedback.store.customers import customers_by_id, reads_customer
from services.feedback.store.joined import Related, related
from services.feedback.store.models import CLASSES, Case, CaseEvent
from services.feedback.usecases.actions import watching_of

SUMMARY = 120


def present_rows(ctx: Context, cases: Sequence[Case]) -> list[Presented]:
    """Cases of a list: three more queries, however many they are."""
    under = class_names(ctx.session, cases)
    customers = customers_by_id(ctx.session, (case.customer_id for case in cases))
    names = names_of(ctx.session, (case.assignee_id for case in cases))
    rows = []
    for case in cases:
        customer = customers[case.customer_id]
        extras = {
            "customer_code": customer.code,
            "customer_name": customer.name,
            "region": customer.region,
            "subject_line": subject_line(case.content),
            "summary": case.content[:SUMMARY],
            "assignee_name": names.get(case.assignee_id, "") if case.assignee_id else "",
            **{kind: under.get((kind, getattr(case, f"{kind}_code")), "") for kind in CLASSES},
            "overdue": is_overdue(case.status, case.due_at, ctx.now, case.waiting_since),
        }
        rows.append(Presented(case, extras))
    return rows


def present(ctx: Context, case: Case) -> Presented:
    """One case with everything, and what the actor may do with it."""
    [row] = present_rows(ctx, [case])
    watching = watching_of(ctx, case)
    reaches = queries.reach_at(ctx.session, ctx.actor, case.id)
    others = related(ctx.session, ctx.actor, case)
    actions = CASE.actions(case, ctx.actor, reaches=reaches)
    if not any(other.relation is CaseRelation.LINKED for other in others) and "unlink" in actions:
        actions.remove("unlink")
    waiting = WAITING.actions(case, ctx.actor, status=waiting_of(case), reaches=reaches)
    emails = queries.emails_about(ctx.session, [case.id])
    mailed = MAILED.actions(case, ctx.actor, status=mailing_of(emails.values()), reaches=reaches)
    rated = RATED.actions(case, ctx.actor, reaches=reaches)
    extras = {
        "letter": _email(emails.get(queries.reply_key(case.id))),
        "mailable": customers_by_id(ctx.session, [case.customer_id])[case.customer_id].email != "",
        "customer_readable": reads_customer(ctx.session, ctx.actor, case),
        "watched": watching is Watching.YES,
        "related": [_other(other) for other in others],
        "colleagues": store.colleagues(ctx.session, [case.desk], ctx.today) if "assign" in actions else [],
        "actions": actions + waiting + mailed + rated + WATCHED.actions(case, ctx.actor, status=watching),
    }
    return Presented(case, {**row.extras, **extras})


def present_steps(ctx: Context, case: Case, steps: Sequence[CaseEvent]) -> list[Presented]:
    """Steps of a case and of those merged into it: what was said with its channel and its email, what the customer
    said at first in full."""
    homes = {case.id: case, **{other.case.id: other.case for other in related(ctx.session, ctx.actor, case)}}
    said = [step for step in steps if step.kind in CONVERSATION]
    emails = queries.emails_about(ctx.session, {step.case_id for step in said if step.data.get("mailed")})
    rows = []
    for step in steps:
        home = homes.get(step.case_id)
        extras: dict[str, Any] = {"case_code": home.code if home else ""}
        if step.kind in CONVERSATION:
            key = queries.reply_key(step.case_id) if step.kind is CaseEventKind.REPLY else None
            email = emails.get(key or queries.answer_key(step.case_id, step.id))
            extras["inbound"] = step.kind in (CaseEventKind.FILED, CaseEventKind.SAID)
            extras["channel"] = step.data.get("channel", "")
            extras["letter"] = _email(email)
        if step.kind is CaseEventKind.FILED and home is not None:
            extras["text"] = home.content
        rows.append(Presented(step, extras))
    return rows


def _other(other: Related) -> Presented:
    return Presented(other.case, {"relation": other.relation, "subject_line": subject_line(other.case.content)})


def _email(written: EmailStatus | None) -> Presented | None:
    if written is None:
        return None
    return Presented(written, {"last_error": written.last_error and mask_mails(written.last_error)})
