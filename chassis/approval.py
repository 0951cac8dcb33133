"""Approval: something waits, somebody else decides on it, once, and the decision is stamped on the record.

The rules are steps of the record's workflow (``chassis.workflow.decisions``, and ``approval`` for the whole life of a
record that somebody writes and somebody else approves); this is what a use case does with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.auth import Actor
from chassis.auth.directory import reach_of
from chassis.context import Context
from chassis.db.listing import ListQuery
from chassis.db.models import Coded, Versioned, expect_version
from chassis.workflow import ApprovalStatus, S, Workflow


class Decided:
    """A record that is decided on: by whom and when; nobody and never while it waits."""

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
    stamped. ``status``: the state it is in, when time may have changed it. Raises Stale, WrongStatus, SamePerson."""
    expect_version(record, version)
    record.status = workflow.after(action, record, ctx.actor, status=status)
    record.decided_by, record.decided_by_name, record.decided_at = ctx.actor.id, ctx.actor.name, ctx.now


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
    return workflow.actions(record, ctx.actor, reaches=reaches)
