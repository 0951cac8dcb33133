"""Give a case to a colleague; and who is away, who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.auth.directory import Staff
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden, Invalid
from contracts.activity import NoticeKind, notify
from contracts.feedback import CaseEventKind, Desk
from contracts.permissions import Permission
from services.feedback.domain.absences import ABSENCE, stands_in, status_of, wrong_span
from services.feedback.domain.desks import WORKS_AT, works_at
from services.feedback.domain.errors import AlreadyAway
from services.feedback.store import colleagues as store
from services.feedback.store.colleagues import Colleague
from services.feedback.store.models import Absence, Case
from services.feedback.usecases.actions import act, case_to_work, require_desk
from services.feedback.usecases.steps import note_step, say_changed


@dataclass(frozen=True, kw_only=True)
class Assign:
    """To whom, and a word to them."""

    staff_id: UUID
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class GoAway:
    """Who gets what would be assigned to the actor, from the first of these days to the last."""

    substitute_id: UUID
    from_day: date
    to_day: date


def assign_case(ctx: Context, id: UUID, command: Assign, version: int | None) -> Case:
    """Give a case to somebody who works at its desk. Of who is away, the substitute gets it, and the timeline says so.
    Raises Invalid for somebody who cannot have it, or has it already."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "assign")
    asked = _colleague(ctx, command.staff_id, case.desk, "staff_id")
    person = _present(ctx, asked, case.desk)
    if person.id == case.assignee_id:
        raise Invalid(staff_id="has_it_already")
    case.assignee_id, case.assignee_is_lead = person.id, works_at(Desk.LEAD, person.roles)
    instead = {"instead_of": asked.name} if person.id != asked.id else {}
    note_step(ctx, case, CaseEventKind.ASSIGNED, command.text, to=person.name, **instead)
    notify(
        ctx,
        NoticeKind.CASE_ASSIGNED,
        "case",
        case.id,
        code=case.code,
        to=[person.id],
        due_at=case.due_at,
    )
    say_changed(ctx, case, customer)
    return case


def list_colleagues(ctx: Context) -> list[Colleague]:
    """Who works at the desks that the actor works at. Raises Forbidden for who works at none."""
    require_desk(ctx)
    return store.colleagues(ctx.session, own_desks(ctx), ctx.today)


def own_desks(ctx: Context) -> list[Desk]:
    """The desks that the actor works at."""
    return [desk for desk, permission in WORKS_AT.items() if ctx.actor.may(permission)]


def go_away(ctx: Context, command: GoAway) -> Absence:
    """Name who stands in for oneself. Raises Invalid for days that cannot be or for who cannot stand in, Forbidden for
    who works at no desk, AlreadyAway."""
    require_desk(ctx)
    if ctx.actor.id is None:
        raise Forbidden(permission=Permission.CASE_HANDLE.value)
    if wrong := wrong_span(command.from_day, command.to_day, ctx.today):
        raise Invalid(**dict(wrong))
    if command.substitute_id == ctx.actor.id:
        raise Invalid(substitute_id="oneself")
    for desk in own_desks(ctx):
        _colleague(ctx, command.substitute_id, desk, "substitute_id")
    if store.overlapping(ctx.session, ctx.actor.id, command.from_day, command.to_day):
        raise AlreadyAway()
    absence = Absence(
        person_id=ctx.actor.id,
        substitute_id=command.substitute_id,
        from_day=command.from_day,
        to_day=command.to_day,
    )
    ctx.session.add(absence)
    ctx.session.flush()
    return absence


def end_absence(ctx: Context, id: UUID, version: int | None) -> Absence:
    """Be back earlier than was said. Raises Forbidden for who works at no desk, NotYourAbsence, WrongStatus."""
    require_desk(ctx)
    absence = store.absence_of(ctx.session, ctx.actor, id)
    expect_version(absence, version)
    ABSENCE.after("end", absence, ctx.actor, status=status_of(absence, ctx.today))
    absence.ended_at = ctx.now
    ctx.session.flush()
    return absence


def _colleague(ctx: Context, id: UUID, desk: Desk, field: str) -> Staff:
    """Somebody active who works at a desk."""
    person = store.active_person(ctx.session, id)
    if person is None or not works_at(desk, person.roles):
        raise Invalid(**{field: "not_at_this_desk"})
    return person


def _present(ctx: Context, asked: Staff, desk: Desk) -> Staff:
    """The person, or who stands in today and may work at the desk."""
    id = stands_in(asked.id, store.who_is_away(ctx.session, ctx.today))
    person = store.active_person(ctx.session, id)
    return person if person is not None and works_at(desk, person.roles) else asked
