"""Replies: feedback is answered, and its customer thanked by mail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.mail import Email, enqueue_email
from contracts.feedback import CaseEventKind
from services.feedback import emails
from services.feedback.store.models import Case, KnownCustomer
from services.feedback.store.queries import reply_key
from services.feedback.usecases.actions import act, case_to_work
from services.feedback.usecases.steps import note_step, say_changed


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The reply in the writer's words. ``mail``: whether it goes to the customer with our thanks, if we know an
    address."""

    text: str
    mail: bool = True


def reply_to_case(ctx: Context, id: UUID, command: Reply, version: int | None) -> Case:
    """Answer feedback, which ends it. Who answers what nobody had taken has it from then on."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "reply")
    case.assignee_id = case.assignee_id or ctx.actor.id
    case.answered_at = ctx.now
    mailed = command.mail and customer.email != ""
    note_step(ctx, case, CaseEventKind.REPLY, command.text, mailed=mailed)
    if mailed:
        _thank(ctx, case, customer, command.text)
    say_changed(ctx, case, customer)
    return case


def _thank(ctx: Context, case: Case, customer: KnownCustomer, reply: str) -> None:
    words = emails.thanks(code=case.code, customer_name=customer.name, content=case.content, reply=reply)
    enqueue_email(
        ctx,
        Email(
            unique_key=reply_key(case.id), to=[customer.email], subject=words.subject, html=words.html, text=words.text
        ),
    )
