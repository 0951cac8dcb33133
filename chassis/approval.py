"""Approval: something waits, somebody else decides on it, once, and the decision is stamped on the record.

The rules are steps of the record's workflow (``chassis.workflow.decisions``); this is what a use case does with them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.context import Context
from chassis.db.models import expect_version
from chassis.workflow import S, Workflow


class Decided:
    """A record that is decided on: by whom and when; nobody and never while it waits."""

    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]


class Decidable(Protocol):
    """A versioned record with a state and the columns of ``Decided``."""

    version: Any
    status: Any
    decided_by: Any
    decided_by_name: Any
    decided_at: Any


def decide(
    ctx: Context, record: Decidable, workflow: Workflow[S], action: str, version: int | None, *, status: S | None = None
) -> None:
    """Decide on a record that is held for update: its state becomes what ``action`` leads to, and the decision is
    stamped. ``status``: the state it is in, when time may have changed it. Raises Stale, WrongStatus, SamePerson."""
    expect_version(record, version)
    record.status = workflow.after(action, record, ctx.actor, status=status)
    record.decided_by, record.decided_by_name, record.decided_at = ctx.actor.id, ctx.actor.name, ctx.now
