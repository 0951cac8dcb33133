"""Work on a case: take, release, note, rank, resolve, reopen, close. Only the desk it lies on may; whoever sees it may
watch it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden
from contracts.feedback import CaseEventKind, Desk, Priority, Result
from contracts.permissions import Permission
from services.feedback.domain import desks
from services.feedback.domain.errors import WrongDesk
from services.feedback.domain.workflow import CASE, WAITING, WATCHED, Watching, at_its_desk, waiting_of
from services.feedback.satisfaction.domain.rules import ASKED_AFTER
from services.feedback.store import queries
from services.feedback.store.customers import hold_customer
from services.feedback.store.models import Case, KnownCustomer
from services.feedback.store.watching import is_watched, set_watching
from services.feedback.usecases.customers import raise_case
from services.feedback.usecases.steps import (
    ask_later,
    deadlines_now,
    give_deadline,
    go_on,
    note_step,
    put_under,
    say_changed,
)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody found out or did."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Resolve:
    """How a complaint ended: the result, what was done in words, and why the customer came, by an entry's code or by
    what it is called; None leaves it as it is."""

    result: Result
    outcome: str
    cause: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """Why a complaint is not over."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Prioritize:
    """How a case stands among the others of its desk."""

    priority: Priority


@dataclass(frozen=True, kw_only=True)
class Wait:
    """What we wait for."""

    text: str = ""


def take_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """Make a case one's own."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "take")
    case.assignee_id = ctx.actor.id
    case.assignee_is_lead = ctx.actor.may(desks.WORKS_AT[Desk.LEAD])
    note_step(ctx, case, CaseEventKind.TAKEN)
    say_changed(ctx, case, customer)
    return case


def release_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """Put a case back on its desk, one's own or that of a colleague who is away."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "release")
    _free(case)
    note_step(ctx, case, CaseEventKind.RELEASED)
    say_changed(ctx, case, customer)
    return case


def add_note(ctx: Context, id: UUID, command: Note, version: int | None) -> Case:
    """Write something down on the timeline; the case itself stays as it is."""
    case, _ = case_to_work(ctx, id, version)
    act(ctx, case, "note")
    note_step(ctx, case, CaseEventKind.NOTE, command.text)
    ctx.session.flush()
    return case


def resolve_case(ctx: Context, id: UUID, command: Resolve, version: int | None) -> Case:
    """Say how a complaint ended. Raises Invalid for a cause that the list does not have."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "resolve")
    put_under(ctx, case, command)
    go_on(ctx, case)
    case.result, case.outcome, case.answered_at = command.result, command.outcome, ctx.now
    note_step(ctx, case, CaseEventKind.RESOLVED, command.outcome, result=case.result)
    say_changed(ctx, case, customer)
    return case


def reopen_case(ctx: Context, id: UUID, command: Reopen, version: int | None) -> Case:
    """Take up a complaint that was not over, or what was merged by mistake: it lies open on the desk again, its time
    starts anew, and if its customer has risen in the meantime it moves."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "reopen")
    _free(case)
    case.merged_into_id = None
    case.result, case.outcome, case.answered_at, case.closed_at = None, "", None, None
    due = deadlines_now(ctx).due(case.kind, case.tier, case.channel, ctx.now)
    give_deadline(case, due)
    case.waiting_since, case.first_answered_at, case.first_told = None, None, False
    note_step(ctx, case, CaseEventKind.REOPENED, command.reason)
    raise_case(ctx, case, customer.tier, ctx.now)
    say_changed(ctx, case, customer)
    return case


def close_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """End a resolved complaint."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "close")
    case.closed_at = ctx.now
    ask_later(ctx, case, ASKED_AFTER)
    note_step(ctx, case, CaseEventKind.CLOSED)
    say_changed(ctx, case, customer)
    return case


def prioritize_case(ctx: Context, id: UUID, command: Prioritize, version: int | None) -> Case:
    """Put a case before or behind the others of its desk; its deadline stays."""
    case, _ = case_to_work(ctx, id, version)
    act(ctx, case, "prioritize")
    if case.priority is not command.priority:
        note_step(ctx, case, CaseEventKind.PRIORITY, priority=[case.priority, command.priority])
        case.priority = command.priority
        ctx.session.flush()
    return case


def wait_for_customer(ctx: Context, id: UUID, command: Wait, version: int | None) -> Case:
    """Let the time of a case stand still until the customer says something, or somebody goes on."""
    case, _ = case_to_work(ctx, id, version)
    WAITING.after("wait", case, ctx.actor, status=waiting_of(case))
    case.waiting_since = ctx.now
    note_step(ctx, case, CaseEventKind.WAITING, command.text)
    ctx.session.flush()
    return case


def resume_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """Let its time run again; its deadline moves by the time that it stood still."""
    case, customer = case_to_work(ctx, id, version)
    WAITING.after("resume", case, ctx.actor, status=waiting_of(case))
    go_on(ctx, case)
    say_changed(ctx, case, customer)
    return case


def watch_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """Be told what becomes of a case."""
    return _watch(ctx, id, version, "watch")


def unwatch_case(ctx: Context, id: UUID, version: int | None) -> Case:
    """Be told of it no longer."""
    return _watch(ctx, id, version, "unwatch")


def _watch(ctx: Context, id: UUID, version: int | None, action: str) -> Case:
    case = queries.case_of(ctx.session, ctx.actor, id)
    expect_version(case, version)
    watching = WATCHED.after(action, case, ctx.actor, status=watching_of(ctx, case))
    if ctx.actor.id is not None:
        set_watching(ctx.session, case.id, ctx.actor.id, watching is Watching.YES)
        ctx.session.flush()
    return case


def watching_of(ctx: Context, case: Case) -> Watching:
    """Whether the actor watches a case."""
    return Watching.YES if is_watched(ctx.session, case.id, ctx.actor.id) else Watching.NO


def case_to_work(ctx: Context, id: UUID, version: int | None) -> tuple[Case, KnownCustomer]:
    """A case that the actor may work on, and its customer, both locked.

    The customer first: who learns a tier locks in the same order. Raises NotFound for a case one may not see,
    Forbidden for who works at no desk, WrongDesk for who works at the other one, Stale.
    """
    require_desk(ctx)
    seen = queries.case_of(ctx.session, ctx.actor, id)
    customer = hold_customer(ctx.session, seen.customer_id)
    ctx.session.refresh(seen, with_for_update=True)
    if not ctx.actor.may(at_its_desk(seen)):
        raise WrongDesk(desk=seen.desk.value)
    case = queries.case_of(ctx.session, ctx.actor, id, permission=at_its_desk(seen))
    expect_version(case, version)
    return case, customer


def require_desk(ctx: Context) -> None:
    """Raises Forbidden for who works at no desk."""
    if not any(ctx.actor.may(permission) for permission in desks.WORKS_AT.values()):
        raise Forbidden(permission=Permission.CASE_HANDLE.value)


def act(ctx: Context, case: Case, action: str) -> None:
    """Bring a case to the state after an action; the rules refuse what is not allowed."""
    case.status = CASE.after(action, case, ctx.actor)


def _free(case: Case) -> None:
    case.assignee_id, case.assignee_is_lead = None, False
