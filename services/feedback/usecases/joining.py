"""Cases that have to do with one another: linked, or merged when they are one matter."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from chassis.errors import Invalid
from contracts.feedback import CaseEventKind, CaseStatus
from services.feedback.domain.errors import MergedAway
from services.feedback.store.joined import case_by_code, set_link
from services.feedback.store.models import Case
from services.feedback.store.watching import set_watching, watchers
from services.feedback.usecases.actions import act, case_to_work
from services.feedback.usecases.steps import go_on, note_step, say_changed


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another case, by its code."""

    code: str


def merge_case(ctx: Context, id: UUID, command: Other, version: int | None) -> Case:
    """Close a case as a part of another one of the same customer, in which it goes on. Its timeline stays, its
    conversation is shown there too, and whoever watches it watches that one. Raises Invalid for a case that cannot take
    it up, MergedAway for one that was merged itself."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "merge")
    other = _other(ctx, case, command, lock=True)
    if other.customer_id != case.customer_id:
        raise Invalid(code="other_customer")
    if other.merged_into_id is not None:
        raise MergedAway()
    if other.status in (CaseStatus.ANSWERED, CaseStatus.CLOSED):
        raise Invalid(code="case_is_over")
    for staff_id in watchers(ctx.session, case.id):
        set_watching(ctx.session, other.id, staff_id, True)
    go_on(ctx, case)
    case.merged_into_id, case.closed_at = other.id, ctx.now
    case.answered_at = case.answered_at or ctx.now
    note_step(ctx, case, CaseEventKind.MERGED, case_id=str(other.id), code=other.code)
    note_step(ctx, other, CaseEventKind.MERGED_IN, case_id=str(case.id), code=case.code)
    say_changed(ctx, case, customer)
    return case


def link_case(ctx: Context, id: UUID, command: Other, version: int | None) -> Case:
    """Say that a case has to do with another one. Raises Invalid when there is none, or they are linked already."""
    return _link(ctx, id, command, version, "link", CaseEventKind.LINKED)


def unlink_case(ctx: Context, id: UUID, command: Other, version: int | None) -> Case:
    """Say that it has not. Raises Invalid when they are not linked."""
    return _link(ctx, id, command, version, "unlink", CaseEventKind.UNLINKED)


def _link(ctx: Context, id: UUID, command: Other, version: int | None, action: str, kind: CaseEventKind) -> Case:
    case, _ = case_to_work(ctx, id, version)
    act(ctx, case, action)
    other = _other(ctx, case, command)
    if not set_link(ctx.session, case.id, other.id, action == "link"):
        raise Invalid(code="linked_already" if action == "link" else "not_linked")
    note_step(ctx, case, kind, case_id=str(other.id), code=other.code)
    note_step(ctx, other, kind, case_id=str(case.id), code=case.code)
    ctx.session.flush()
    return case


def _other(ctx: Context, case: Case, command: Other, *, lock: bool = False) -> Case:
    other = case_by_code(ctx.session, ctx.actor, command.code, lock=lock)
    if other is None:
        raise Invalid(code="no_such_case")
    if other.id == case.id:
        raise Invalid(code="the_case_itself")
    return other
