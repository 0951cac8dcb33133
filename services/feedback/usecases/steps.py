"""What every step of a case leaves behind: a row of its timeline, and news for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import new_id
from chassis.errors import Invalid
from chassis.jobs import job
from contracts.activity import NoticeKind, notify
from contracts.feedback import CaseChanged, CaseEventKind, CaseKind
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.feedback.domain.deadlines import Deadlines, Due
from services.feedback.store import deadlines as store
from services.feedback.store.classes import class_names, code_of
from services.feedback.store.models import CLASSES, Case, CaseEvent, KnownCustomer


@job("feedback.ask_satisfaction.v1")
class AskSatisfaction:
    """Ask the customer of a case that is over how satisfied he is."""

    case_id: UUID


def ask_later(ctx: Context, case: Case, after: timedelta) -> None:
    """Have the customer of a case that has ended asked, some time after."""
    ctx.enqueue(AskSatisfaction(case_id=case.id), due_at=ctx.now + after, unique=f"ask:{case.id}:{ctx.now.isoformat()}")


def step_row(ctx: Context, case: Case, kind: CaseEventKind, text: str = "", **data: Any) -> dict[str, Any]:
    """The values of one row of the timeline."""
    return {
        "id": new_id(),
        "case_id": case.id,
        "at": ctx.now,
        "kind": kind,
        "actor_id": ctx.actor.id,
        "actor_name": ctx.actor.name,
        "text": text,
        "data": data,
    }


def filed_row(ctx: Context, case: Case) -> dict[str, Any]:
    """The first row of every timeline."""
    return step_row(ctx, case, CaseEventKind.FILED, desk=case.desk, tier=case.tier, channel=case.channel)


def note_step(ctx: Context, case: Case, kind: CaseEventKind, text: str = "", **data: Any) -> None:
    """Put a step on the case's timeline."""
    new_step(ctx, case, kind, text, **data)


def new_step(ctx: Context, case: Case, kind: CaseEventKind, text: str = "", **data: Any) -> CaseEvent:
    """The same, with its id at hand."""
    step = CaseEvent(**step_row(ctx, case, kind, text, **data))
    ctx.session.add(step)
    return step


def codes_under(ctx: Context, command: Any) -> dict[str, str]:
    """List -> code of the entry, of all that a command says of what a case is put under (None: nothing). Raises Invalid
    for what a list does not have."""
    codes, wrong = dict[str, str](), dict[str, str]()
    for kind in CLASSES:
        if (said := getattr(command, kind, None)) is None:
            continue
        code = code_of(ctx.session, kind, said) if said else ""
        if code is None:
            wrong[kind] = "unknown_choice"
        else:
            codes[kind] = code
    if wrong:
        raise Invalid(**dict(wrong))
    return codes


def put_under(ctx: Context, case: Case, command: Any) -> bool:
    """Put a case under what a command says; whether anything is new by that. Raises Invalid like ``codes_under``."""
    fresh = {f"{kind}_code": code for kind, code in codes_under(ctx, command).items()}
    fresh = {name: code for name, code in fresh.items() if getattr(case, name) != code}
    for name, code in fresh.items():
        setattr(case, name, code)
    return bool(fresh)


def deadlines_now(ctx: Context) -> Deadlines:
    """The policy of deadlines as it holds now."""
    return store.deadlines(ctx.session, ctx.zone)


def deadline_values(due: Due) -> dict[str, Any]:
    """What a case keeps of its deadlines."""
    return {
        "due_at": due.at,
        "first_due_at": due.first_at,
        "due_clock": due.clock,
        "mark": due.mark,
        "mark_at": due.mark_at,
    }


def give_deadline(case: Case, due: Due) -> None:
    """Give a case other deadlines."""
    for name, value in deadline_values(due).items():
        setattr(case, name, value)


def go_on(ctx: Context, case: Case) -> bool:
    """Let the time of a case run again, if it stood still; what was left of its deadlines is left from now on. Whether
    it stood still."""
    since = case.waiting_since
    if since is None:
        return False
    policy = deadlines_now(ctx)
    if case.mark_at is not None:
        case.mark_at = policy.resumed(case.due_clock, case.mark_at, since, ctx.now)
    case.due_at = policy.resumed(case.due_clock, case.due_at, since, ctx.now)
    if case.first_due_at is not None:
        case.first_due_at = policy.resumed(case.due_clock, case.first_due_at, since, ctx.now)
    case.waiting_since = None
    note_step(ctx, case, CaseEventKind.RESUMED, due_at=case.due_at.isoformat())
    return True


def say_changed(ctx: Context, case: Case, customer: KnownCustomer) -> None:
    """Tell the others how the case is now."""
    ctx.session.flush()
    ctx.emit(*changed_events(ctx, [case], {customer.id: customer}))


def changed_events(ctx: Context, cases: Sequence[Case], customers: Mapping[UUID, KnownCustomer]) -> list[CaseChanged]:
    """Some cases as the others hear of them; ``customers``: theirs, by id. At most one query, however many they are."""
    names = class_names(ctx.session, cases, ("cause",))
    return [_changed(case, customers[case.customer_id], names.get(("cause", case.cause_code), "")) for case in cases]


def _changed(case: Case, customer: KnownCustomer, cause: str) -> CaseChanged:
    return CaseChanged(
        case_id=case.id,
        version=case.version,
        code=case.code,
        kind=case.kind,
        status=case.status,
        channel=case.channel,
        customer_id=case.customer_id,
        customer_code=customer.code,
        customer_name=customer.name,
        region=customer.region,
        tier=case.tier,
        desk=case.desk,
        content=case.content,
        result=case.result,
        outcome=case.outcome,
        received_at=case.received_at,
        due_at=case.due_at,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        assignee_id=case.assignee_id,
        cause=cause,
        satisfaction=case.satisfaction,
    )


def tell_of_vip(ctx: Context, case: Case) -> None:
    """A complaint of a VIP is no matter to be found by chance: the leadership of customer service and the customer's
    owner are told."""
    if case.kind is CaseKind.COMPLAINT and case.tier is Tier.VIP:
        notify(
            ctx,
            NoticeKind.CASE_VIP,
            "case",
            case.id,
            code=case.code,
            to=[case.owner_id],
            permission=Permission.CASE_LEAD,
            due_at=case.due_at,
            once="new",
        )
