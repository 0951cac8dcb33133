"""What needs a second person: a one-time password for somebody without an address, another's second factors taken away.

Nobody becomes somebody else alone: one asks, another confirms, and who runs the house's accounts sees no password.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.errors import Forbidden, Refused
from chassis.workflow import Step, Workflow, decisions
from contracts.auth import AccountRequestStatus as Status
from contracts.permissions import Permission
from services.auth.domain.tree import is_inside
from services.auth.resets.domain.addresses import SETTLES

LIFETIME = timedelta(hours=24)
"""How long a request waits for its second person, and a confirmed one for the password to be fetched."""

OPEN = frozenset({Status.WAITING, Status.CONFIRMED})


def only_who_asked(request: Any, actor: Actor) -> Refused | None:
    """Nobody takes back what somebody else has asked for."""
    return None if actor.id is not None and request.requested_by == actor.id else Forbidden()


def only_who_hands_over(request: Any, actor: Actor) -> Refused | None:
    """The password is seen by the one who hands it over, and by nobody else."""
    return None if actor.id is not None and request.hands_over == actor.id else Forbidden()


REQUEST: Workflow[Status] = Workflow(
    {
        **decisions(
            waiting=Status.WAITING,
            leads_to={"confirm": Status.CONFIRMED, "refuse": Status.REFUSED},
            authors=("requested_by", "staff_id"),
            permission=Permission.STAFF_CONFIRM,
        ),
        "collect": Step(before={Status.CONFIRMED}, after=Status.DONE, by=only_who_hands_over),
        "withdraw": Step(before=OPEN, after=Status.WITHDRAWN, by=only_who_asked),
    }
)
"""What can be done with a request. ``confirm`` is only for those whom ``who_confirms`` names, too."""


def status_at(status: Status, expires_at: datetime, now: datetime) -> Status:
    """The status at a moment: what nobody has brought further in time has lapsed."""
    return Status.LAPSED if status in OPEN and now >= expires_at else status


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account that a request is about. ``path`` of its department; ``administers``: runs the house's accounts;
    ``started``: the person has had the use of it."""

    id: UUID
    path: str
    administers: bool
    started: bool


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who may confirm requests: of the department of ``path`` and those below it, or ``everywhere``.
    ``granted_by``: who gave the account what it may, and when."""

    id: UUID
    path: str
    everywhere: bool
    administers: bool
    granted_by: UUID | None
    granted_at: datetime | None


def who_confirms(
    account: Account, requester: UUID, *, by_administrator: bool, colleagues: Iterable[Colleague], now: datetime
) -> list[Sequence[Colleague]]:
    """Who may confirm what somebody asks for an account: groups, of which the first is told. What a manager asks, an
    administrator confirms. What an administrator asks, the managers of the department and of those above confirm, or
    the leadership; without any of these another administrator. For an administrator's account no department's manager.

    Never the person or who asked; nor, where the account has been used, somebody whom the one who asks has made a
    manager within three days: that would be one person with two hands.
    """
    others = [
        each
        for each in colleagues
        if each.id not in (account.id, requester) and _is_settled(each, account, requester, now)
    ]
    administrators = [each for each in others if each.administers]
    if not by_administrator:
        return [administrators] if administrators else []
    managers = [
        each
        for each in others
        if not each.administers
        and not each.everywhere
        and not account.administers
        and is_inside(account.path, each.path)
    ]
    leadership = [each for each in others if each.everywhere and not each.administers]
    return [group for group in (managers, leadership) if group] or ([administrators] if administrators else [])


def _is_settled(colleague: Colleague, account: Account, requester: UUID, now: datetime) -> bool:
    if not account.started or colleague.granted_by != requester or colleague.granted_at is None:
        return True
    return now >= colleague.granted_at + SETTLES
