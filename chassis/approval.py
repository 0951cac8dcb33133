"""Approval: something waits, somebody else decides on it, once, and the decision is stamped on the record.

The rules are steps of the record's workflow (``chassis.workflow.decisions``, and ``approval`` for the whole life of a
record that somebody writes and somebody else approves); this is what a use case does with them. Whoever has changed
what a record holds does not decide on it, author or not: that is asked of the trail, so no way of writing escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.auth import Actor
from chassis.auth.directory import reach_of
from chassis.context import Context
from chassis.db.listing import ListQuery
from chassis.db.models import Coded, Versioned, expect_version
from chassis.db.trail import Change
from chassis.errors import SamePerson
from chassis.workflow import ApprovalStatus, S, Workflow

DECISION = frozenset(
    {
        *("status", "decided_by", "decided_by_name", "decided_at", "comment", "reason", "note", "returned_reason"),
        *("submitted_by", "submitted_by_name", "submitted_at", "approved_at", "finished_at", "until", "ended_at"),
    }
)
"""What changes by deciding, and is not what is decided on."""


class Decided:
    """A record that is decided on: by whom and when; nobody and never while it waits. ``__beside__``: columns that move
    with its way, like counters, and are not what is decided on either."""

    __beside__: ClassVar[frozenset[str]] = frozenset()

    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]


class UnderApproval(Decided, Versioned):
    """A record with the usual life of an approval (``chassis.workflow.approval``).

    ``author_id``: who wrote it, and whose it is. ``comment``: what is to be mended, where it was returned.
    """

    status: Mapped[ApprovalStatus] = mapped_column(Coded(ApprovalStatus), default=ApprovalStatus.DRAFT)
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    submitted_by: Mapped[UUID | None]
    comment: Mapped[str] = mapped_column(default="", server_default="")


R = TypeVar("R", bound=UnderApproval)
Life = Workflow[ApprovalStatus]


class Decidable(Protocol):
    """A versioned record with a state and the columns of ``Decided``."""

    version: Any
    status: Any
    decided_by: Any
    decided_by_name: Any
    decided_at: Any


@dataclass(frozen=True, kw_only=True)
class ApprovalFilter(ListQuery):
    """What a list of such records is narrowed by; empty means not narrowed."""

    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What is to be mended."""

    comment: str


def decide(
    ctx: Context, record: Decidable, workflow: Workflow[S], action: str, version: int | None, *, status: S | None = None
) -> None:
    """Decide on a record that is held for update: its state becomes what ``action`` leads to, and the decision is
    stamped. ``status``: the state it is in, when time may have changed it. Raises Stale, WrongStatus, and SamePerson
    also for whoever has changed what it holds."""
    expect_version(record, version)
    after = workflow.after(action, record, ctx.actor, status=status)
    if has_written(ctx.session, ctx.actor, record):
        raise SamePerson()
    record.status = after
    record.decided_by, record.decided_by_name, record.decided_at = ctx.actor.id, ctx.actor.name, ctx.now


def has_written(session: Session, actor: Actor, record: Any) -> bool:
    """Whether the actor has changed what a record holds, ever."""
    beside = DECISION | getattr(record, "__beside__", frozenset())
    rows = select(changed_by(actor, record.__tablename__, [record.id], beside))
    return bool(session.scalar(rows))


def changed_by(
    actor: Actor, kind: str, ids: Any, beside: Iterable[str], made: Collection[str] = ()
) -> ColumnElement[bool]:
    """Whether the trail names the actor for a change of one of these records (``ids``, a list or a query) that is more
    than what is ``beside`` its content. ``made``: the actions by which a record was made, if that counts as well."""
    beyond = Change.fields.op("-")(array(sorted(beside))) != {}
    counts = or_(beyond, Change.action.in_(made)) if made else beyond
    return exists().where(Change.kind == kind, Change.record_id.in_(ids), Change.actor_id == actor.id, counts)


def expect_in_work(ctx: Context, record: UnderApproval, workflow: Life, version: int | None) -> None:
    """Refuse a change of a record, held for update, that is not in its author's hands. Raises Stale, WrongStatus."""
    expect_version(record, version)
    workflow.after("edit", record, ctx.actor)


def submit(ctx: Context, record: R, workflow: Life, version: int | None) -> R:
    """Hand in a record that is held for update. Raises Stale, WrongStatus."""
    expect_version(record, version)
    record.status = workflow.after("submit", record, ctx.actor)
    record.submitted_by, record.comment = ctx.actor.id, ""
    ctx.session.flush()
    return record


def approve(ctx: Context, record: R, workflow: Life, version: int | None) -> R:
    """Approve a record that is held for update. Raises Stale, WrongStatus, SamePerson."""
    decide(ctx, record, workflow, "approve", version)
    ctx.session.flush()
    return record


def give_back(ctx: Context, record: R, workflow: Life, command: Comment, version: int | None) -> R:
    """Give a record that is held for update back to its author. Raises Stale, WrongStatus, SamePerson."""
    decide(ctx, record, workflow, "return", version)
    record.comment = command.comment
    ctx.session.flush()
    return record


def open_actions(
    ctx: Context, record: UnderApproval, workflow: Life, seen_by: Callable[[Actor, str], ColumnElement[bool]]
) -> list[str]:
    """What the actor may do with the record now. ``seen_by``: the WHERE of its kind, by a permission."""
    model = type(record)
    reaches = reach_of(ctx.session, ctx.actor, select(model.id).where(model.id == record.id), seen_by)
    actions = workflow.actions(record, ctx.actor, reaches=reaches)
    return without_decisions(ctx, record, workflow, actions)


def without_decisions(ctx: Context, record: Any, workflow: Workflow[S], actions: list[str]) -> list[str]:
    """Actions without those that decide, where the actor has changed what is decided on."""
    deciding = {action for action, step in workflow.steps.items() if step.decides}
    if deciding.isdisjoint(actions) or not has_written(ctx.session, ctx.actor, record):
        return actions
    return [action for action in actions if action not in deciding]
