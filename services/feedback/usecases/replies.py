"""What is said between the customer and us: answers, of which a reply ends feedback, and what the customer says later.

The email that is shown before it goes is made by the same functions as the one that goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from chassis.mail import Email, EmailStatus, enqueue_email, send_again
from chassis.mail.addresses import is_address
from chassis.mail.templates import Words
from contracts.activity import NoticeKind, notify
from contracts.feedback import AnswerLanguage, CaseEventKind, Channel
from contracts.permissions import Permission
from services.feedback import emails
from services.feedback.domain.matter import subject_line
from services.feedback.domain.reply_templates import FIELDS, filled
from services.feedback.domain.workflow import CASE, MAILED, mailing_of
from services.feedback.satisfaction.domain.rules import ASKED_AFTER
from services.feedback.store import queries
from services.feedback.store.customers import customers_by_id, hold_customer
from services.feedback.store.models import Case, KnownCustomer, ReplyTemplate
from services.feedback.store.queries import answer_key, reply_key
from services.feedback.store.reply_templates import offered, template_in_use
from services.feedback.store.watching import watchers
from services.feedback.usecases.actions import act, case_to_work
from services.feedback.usecases.readings import view_part_of_case
from services.feedback.usecases.steps import ask_later, go_on, new_step, note_step, say_changed


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The reply in the writer's words. ``mail``: whether it goes to the customer with our thanks, if we know an
    address. ``told``: how the customer hears of it when it is not mailed; None: not at all so far."""

    text: str
    mail: bool = True
    told: Channel | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What we tell the customer: by mail, with a subject, or as it was told by another channel."""

    text: str
    channel: Channel
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the customer has said later, and how."""

    text: str
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an answer may begin with: a template, in one language."""

    template_id: UUID | None = None
    language: AnswerLanguage = AnswerLanguage.ZH


@dataclass(frozen=True, kw_only=True)
class ShowEmail:
    """An email to look at before it goes. ``ends``: whether it is the reply that ends feedback."""

    text: str
    subject: str = ""
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An answer that was begun: the case, the templates on offer, and the text of the chosen one."""

    case: Case
    customer: KnownCustomer
    templates: list[ReplyTemplate]
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownEmail:
    """An email as it would go now. ``mailed``: whether there is an address for it to go to."""

    to: str
    mailed: bool
    words: Words


def reply_to_case(ctx: Context, id: UUID, command: Reply, version: int | None) -> Case:
    """Answer feedback, which ends it. Who answers what nobody had taken has it from then on."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "reply")
    case.assignee_id = case.assignee_id or ctx.actor.id
    go_on(ctx, case)
    case.answered_at = ctx.now
    case.first_answered_at = case.first_answered_at or ctx.now
    mailed = command.mail and customer.email != ""
    case.told_by = Channel.EMAIL if mailed else command.told
    channel = {"channel": case.told_by} if case.told_by else {}
    text = _filled(ctx, case, customer, command.text)
    note_step(ctx, case, CaseEventKind.REPLY, text, mailed=mailed, **channel)
    ask_later(ctx, case, ASKED_AFTER)
    if mailed:
        _post(ctx, reply_key(case.id), customer, _thanks(case, customer, text))
    say_changed(ctx, case, customer)
    return case


def answer_customer(ctx: Context, id: UUID, command: Answer, version: int | None) -> Case:
    """Tell the customer something, by mail or as noted, as often as is needed; the case stays where it is. Raises
    Invalid when it is to be mailed and no address is known."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "answer")
    mailed = command.channel is Channel.EMAIL
    if mailed and not customer.email:
        raise Invalid(channel="no_address")
    text, subject = (_filled(ctx, case, customer, part) for part in (command.text, command.subject))
    step = new_step(ctx, case, CaseEventKind.ANSWER, text, channel=command.channel, mailed=mailed, subject=subject)
    case.told_by = command.channel
    case.first_answered_at = case.first_answered_at or ctx.now
    if mailed:
        _post(ctx, answer_key(case.id, step.id), customer, _answer(case, subject, text))
    ctx.session.flush()
    return case


def note_said(ctx: Context, id: UUID, command: Said, version: int | None) -> Case:
    """Add what the customer has said later. Its time runs again if we had waited for that. Whoever has
    the case in hand and whoever watches it is told."""
    case = queries.case_of(ctx.session, ctx.actor, id, permission=Permission.CASE_WRITE)
    expect_version(case, version)
    act(ctx, case, "said")
    note_step(ctx, case, CaseEventKind.SAID, command.text, channel=command.channel)
    if case.waiting_since is not None:
        _go_on(ctx, case)
    told = [case.assignee_id, *watchers(ctx.session, case.id)]
    notify(ctx, NoticeKind.CASE_SAID_MORE, "case", case.id, code=case.code, to=told)
    ctx.session.flush()
    return case


def _go_on(ctx: Context, case: Case) -> None:
    """The same that somebody at the desk could do. Customers are locked before their cases."""
    customer = hold_customer(ctx.session, case.customer_id)
    ctx.session.flush()
    ctx.session.refresh(case, with_for_update=True)
    if go_on(ctx, case):
        say_changed(ctx, case, customer)


def tell_of_failed_email(ctx: Context, email: EmailStatus, author: UUID | None) -> None:
    """An email to a customer was given up: who has written it is told, and who has the case in hand."""
    case = queries.case_of_email(ctx.session, email.unique_key)
    if case is not None:
        to, kind = [author, case.assignee_id], NoticeKind.CASE_EMAIL_FAILED
        notify(ctx, kind, "case", case.id, code=case.code, to=to, once=f"{email.id}:{email.created_at}")


def send_emails_again(ctx: Context, id: UUID, version: int | None) -> Case:
    """Send the emails to the customer of a case that were given up once more, to the address known now. Raises Invalid
    when there is none, and WrongStatus when none was given up."""
    case, customer = case_to_work(ctx, id, version)
    emails = queries.emails_about(ctx.session, [case.id]).values()
    MAILED.after("mail-again", case, ctx.actor, status=mailing_of(emails))
    if not is_address(customer.email):
        raise Invalid(email="no_address")
    for email in emails:
        send_again(ctx, email.id, to=[customer.email])
    note_step(ctx, case, CaseEventKind.MAILED_AGAIN)
    ctx.session.flush()
    return case


def begin_answer(ctx: Context, id: UUID, query: Draft) -> Begun:
    """What an answer begins with: the templates on offer, and the chosen one with its fields filled in."""
    case = view_part_of_case(ctx, id)
    customer = customers_by_id(ctx.session, [case.customer_id])[case.customer_id]
    text = subject = ""
    if query.template_id is not None:
        chosen = template_in_use(ctx.session, query.template_id)
        both = query.language, ctx, case, customer
        subject, text = _in(chosen, "subject", *both), _in(chosen, "text", *both)
    return Begun(case=case, customer=customer, templates=offered(ctx.session), subject=subject, text=text)


def show_email(ctx: Context, id: UUID, command: ShowEmail) -> ShownEmail:
    """The email as it would go; nothing is sent, nothing is kept. Raises what answering would be refused with."""
    case, customer = case_to_work(ctx, id, None)
    CASE.after("reply" if command.ends else "answer", case, ctx.actor)
    text, subject = (_filled(ctx, case, customer, part) for part in (command.text, command.subject))
    words = _thanks(case, customer, text) if command.ends else _answer(case, subject, text)
    return ShownEmail(to=customer.email, mailed=customer.email != "", words=words)


def _in(
    template: ReplyTemplate, part: str, language: AnswerLanguage, ctx: Context, case: Case, of: KnownCustomer
) -> str:
    """The subject or the text of a template: in one language, or in both below one another."""
    languages = (AnswerLanguage.ZH, AnswerLanguage.EN) if language is AnswerLanguage.BOTH else (language,)
    texts = [str(getattr(template, f"{part}_{each}")) for each in languages]
    return _filled(ctx, case, of, (" / " if part == "subject" else "\n\n").join(texts))


def _filled(ctx: Context, case: Case, customer: KnownCustomer, text: str) -> str:
    values = (customer.name, case.code, subject_line(case.content), ctx.actor.name)
    return filled(text, dict(zip(FIELDS, values, strict=True)))


def _thanks(case: Case, customer: KnownCustomer, reply: str) -> Words:
    return emails.thanks(code=case.code, customer_name=customer.name, content=case.content, reply=reply)


def _answer(case: Case, subject: str, text: str) -> Words:
    return emails.answer(code=case.code, about=subject or subject_line(case.content), text=text)


def _post(ctx: Context, key: str, customer: KnownCustomer, words: Words) -> None:
    email = Email(unique_key=key, to=[customer.email], subject=words.subject, html=words.html, text=words.text)
    enqueue_email(ctx, email)
