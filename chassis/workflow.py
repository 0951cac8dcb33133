"""Workflow as data: what may be done with a record in which state, by whom, and where it leads.

A service declares its steps once, in ``domain/``. A use case asks for the state after an action, which refuses what is
not allowed; an answer names the actions that are open to whoever asks, so that no page has to know the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from chassis.auth import Actor
from chassis.errors import Refused, SamePerson, WrongStatus

S = TypeVar("S", bound=StrEnum)

Check = Callable[[Any, Actor], Refused | None]
"""Looks at a record for an actor: what to refuse with, or None when nothing stands against it."""

Reach = Callable[[str], bool]
"""Whether a permission of the actor reaches the record."""


@dataclass(frozen=True, kw_only=True)
class Step(Generic[S]):
    """One action.

    ``before``: the states it starts from. ``after``: the state it leads to; None = the record stays as it is.
    ``permission``: what the actor needs, which may depend on the record; '' when having read it is enough.
    ``applies``: whether a record is one of those that the action is for, asked before its state. ``by``: whether this
    actor may, asked after it. ``decides``: it decides on what somebody else has written.
    """

    before: Collection[S]
    after: S | None = None
    permission: str | Callable[[Any], str] = ""
    applies: Check | None = None
    by: Check | None = None
    decides: bool = False


class Workflow(Generic[S]):
    """The steps of one kind of record, by the name of the action."""

    def __init__(self, steps: Mapping[str, Step[S]]) -> None:
        self.steps = dict(steps)

    def after(self, action: str, record: Any, actor: Actor, *, status: S | None = None) -> S:
        """The state after ``action``. ``status``: the state it is in, when the record alone does not say it (time may
        have ended it). Raises WrongStatus, or what a check refuses with. The permission is the edge's business."""
        step = self.steps[action]
        now: S = record.status if status is None else status
        if refusal := self._refusal(step, action, record, actor, now):
            raise refusal
        return now if step.after is None else step.after

    def actions(self, record: Any, actor: Actor, *, status: S | None = None, reaches: Reach | None = None) -> list[str]:
        """The names of the actions that are open to the actor now, in the order they were declared. ``reaches`` says
        whether a permission reaches this very record; without it, having the permission is enough."""
        may = reaches or actor.may
        now: S = record.status if status is None else status
        return [
            action
            for action, step in self.steps.items()
            if _is_permitted(step, record, may) and self._refusal(step, action, record, actor, now) is None
        ]

    def _refusal(self, step: Step[S], action: str, record: Any, actor: Actor, now: S) -> Refused | None:
        if step.applies is not None and (refusal := step.applies(record, actor)):
            return refusal
        if now not in step.before:
            return WrongStatus(status=now.value, action=action)
        return step.by(record, actor) if step.by is not None else None


def _is_permitted(step: Step[Any], record: Any, may: Reach) -> bool:
    permission = step.permission if isinstance(step.permission, str) else step.permission(record)
    return not permission or may(permission)


def other_than(*authors: str) -> Check:
    """Four eyes: nobody named by one of these attributes of the record, and neither the system nor a program, but a
    person."""

    def check(record: Any, actor: Actor) -> Refused | None:
        if actor.id is None or actor.program or any(getattr(record, name) == actor.id for name in authors):
            return SamePerson()
        return None

    return check


def all_of(*checks: Check) -> Check:
    """Several checks; the first that refuses decides."""

    def check(record: Any, actor: Actor) -> Refused | None:
        return next((refusal for each in checks if (refusal := each(record, actor))), None)

    return check


def decisions(
    *,
    waiting: S,
    leads_to: Mapping[str, S],
    authors: Collection[str],
    permission: str = "",
) -> dict[str, Step[S]]:
    """The steps of an approval: what waits is decided once, by a person whom none of the attributes ``authors`` names.
    ``leads_to``: each decision and the state it leads to."""
    by = other_than(*authors)
    return {
        action: Step(before={waiting}, after=after, permission=permission, by=by, decides=True)
        for action, after in leads_to.items()
    }


class ApprovalStatus(StrEnum):
    """Where a record stands that somebody writes and somebody else approves."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


def approval(*, write: str, approve: str, authors: Collection[str]) -> Workflow[ApprovalStatus]:
    """The usual life of a record that needs approval: draft or returned -> submitted -> approved or returned.

    ``write``, ``approve``: the permissions of who writes and who decides. ``authors``: as of ``decisions``.
    """
    in_work = frozenset({ApprovalStatus.DRAFT, ApprovalStatus.RETURNED})
    return Workflow(
        {
            "edit": Step(before=in_work, permission=write),
            "submit": Step(before=in_work, after=ApprovalStatus.SUBMITTED, permission=write),
            **decisions(
                waiting=ApprovalStatus.SUBMITTED,
                leads_to={"approve": ApprovalStatus.APPROVED, "return": ApprovalStatus.RETURNED},
                authors=authors,
                permission=approve,
            ),
        }
    )
