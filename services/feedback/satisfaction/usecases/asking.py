"""Ask a customer once by mail how satisfied he is; his answer comes by the link, or the desk notes it after a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from chassis.context import Context
from chassis.mail import Email, enqueue_email
from contracts.feedback import CaseEventKind
from services.feedback import emails
from services.feedback.satisfaction.domain import rules
from services.feedback.satisfaction.domain.rules import SurveyEnded, TooManyLinks
from services.feedback.satisfaction.store import surveys as store
from services.feedback.satisfaction.store.surveys import Survey, WrongLink
from services.feedback.store.customers import hold_customer
from services.feedback.store.models import Case, KnownCustomer
from services.feedback.usecases.actions import case_to_work
from services.feedback.usecases.steps import AskSatisfaction, note_step, say_changed

PAGE = "/satisfaction/open"
"""Where the link leads to at the pages; the token is its query, which no log of ours has."""
LONGEST_ADDRESS = 100


@dataclass(frozen=True, kw_only=True)
class LookAtSurvey:
    """The token of a link."""

    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class AnswerSurvey:
    """The token of a link, how satisfied the customer is (1 to 5), and why in words."""

    token: str = field(repr=False)
    score: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What the customer said in a call: 1 to 5, and why in words."""

    score: int
    words: str = ""


def ask_satisfaction(ctx: Context, job: AskSatisfaction) -> None:
    """Send the customer of a case a link, if the case is still over and he was not asked before."""
    seen = ctx.session.get_one(Case, job.case_id)
    customer = hold_customer(ctx.session, seen.customer_id)
    ctx.session.refresh(seen, with_for_update=True)
    if not rules.is_to_ask(seen, customer.email) or store.was_asked(ctx.session, seen.id):
        return
    token, until = rules.new_token(), ctx.now + rules.LIFETIME
    ctx.session.add(Survey(case_id=seen.id, token_hash=rules.token_hash(token), expires_at=until))
    words = emails.satisfaction(
        code=seen.code,
        customer_name=customer.name,
        until=f"{until.astimezone(ctx.zone):%Y-%m-%d}",
        link=f"{ctx.deployment.public_url}{PAGE}?token={token}",
    )
    email = Email(
        unique_key=f"case-satisfaction:{seen.id}",
        to=[customer.email],
        subject=words.subject,
        html=words.html,
        text=words.text,
        secret_until=until,
    )
    enqueue_email(ctx, email)


def look_at_survey(ctx: Context, command: LookAtSurvey) -> Survey:
    """Whether a link still takes an answer; nothing of the case is said. Looking uses nothing up: programs that check
    emails look, too. Raises SurveyEnded, TooManyLinks."""
    return _open(ctx, command.token)[2]


def answer_survey(ctx: Context, command: AnswerSurvey) -> None:
    """Keep what the customer says; the link is good this once. Raises SurveyEnded, TooManyLinks."""
    case, customer, survey = _open(ctx, command.token)
    survey.answered_at = ctx.now
    _keep(ctx, case, customer, command.score, command.words, by_link=True)


def rate_case(ctx: Context, id: UUID, command: Rate, version: int | None) -> Case:
    """Note what the customer said in a call; he is not asked by mail then. Raises SaidAlready."""
    case, customer = case_to_work(ctx, id, version)
    case.status = rules.RATED.after("rate", case, ctx.actor)
    _keep(ctx, case, customer, command.score, command.words, by_link=False)
    return case


def _keep(ctx: Context, case: Case, customer: KnownCustomer, score: int, words: str, *, by_link: bool) -> None:
    case.satisfaction = score
    note_step(ctx, case, CaseEventKind.RATED, words, score=score, by_link=by_link)
    say_changed(ctx, case, customer)


def _open(ctx: Context, token: str) -> tuple[Case, KnownCustomer, Survey]:
    """The case of a link with its customer, locked in the order in which everybody locks them, and what it asks."""
    address, hashed = ctx.origin[:LONGEST_ADDRESS], rules.token_hash(token)
    if store.wrong_links_from(ctx.session, address, ctx.now - rules.WINDOW) >= rules.MOST_WRONG:
        raise TooManyLinks(seconds=int(rules.WINDOW.total_seconds()))
    case_id = store.case_asked_by(ctx.session, hashed)
    if case_id is not None:
        case = ctx.session.get_one(Case, case_id)
        customer = hold_customer(ctx.session, case.customer_id)
        ctx.session.refresh(case, with_for_update=True)
        survey = store.survey_locked(ctx.session, hashed)
        if rules.holds(survey, ctx.now) and case.satisfaction is None:
            return case, customer, survey
    ctx.session.add(WrongLink(at=ctx.now, address=address))
    raise SurveyEnded()
