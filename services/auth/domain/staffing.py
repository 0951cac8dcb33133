"""Who may change what of whom, and what can be done with somebody's account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from chassis.auth import Actor, Scope
from chassis.errors import Refused
from chassis.workflow import Step, Workflow, all_of
from contracts.permissions import Permission
from services.auth.domain.errors import OwnAccount
from services.auth.domain.switching import ANY, ActiveStatus, only_with_scope_all

WRITE = Permission.STAFF_WRITE
CONTACT = frozenset({"email", "phone", "address"})
"""What everybody changes of oneself, and a department's manager of the department's ordinary staff."""

for_everybody = only_with_scope_all(WRITE)


@dataclass(frozen=True, kw_only=True)
class AccountState:
    """Somebody's account as the rules look at it. ``ordinary``: all roles are those of ordinary staff; ``started``: the
    person has had the use of it."""

    id: UUID
    status: ActiveStatus
    ordinary: bool
    started: bool


def not_oneself(account: AccountState, actor: Actor) -> Refused | None:
    """Nobody does this with the own account."""
    return OwnAccount() if account.id == actor.id else None


def ordinary_or_for_everybody(account: AccountState, actor: Actor) -> Refused | None:
    """Without scope ``all`` nobody but ordinary staff."""
    return None if account.ordinary else for_everybody(account, actor)


def oneself_or_ordinary(account: AccountState, actor: Actor) -> Refused | None:
    """Whether there is anything of the account that the actor may change."""
    return None if account.id == actor.id else ordinary_or_for_everybody(account, actor)


_SWITCHED_BY = all_of(not_oneself, ordinary_or_for_everybody)
"""Asked before the status: whom one may not switch, of them one is not told more."""


def new_or_for_everybody(account: AccountState, actor: Actor) -> Refused | None:
    """Without scope ``all`` nobody but ordinary staff who have not begun yet."""
    return for_everybody(account, actor) if account.started else ordinary_or_for_everybody(account, actor)


_AT_WORK = frozenset({ActiveStatus.ACTIVE})

STAFF: Workflow[ActiveStatus] = Workflow(
    {
        "edit": Step(before=ANY, permission=WRITE, by=oneself_or_ordinary),
        "disable": Step(
            before={ActiveStatus.ACTIVE}, after=ActiveStatus.DISABLED, permission=WRITE, applies=_SWITCHED_BY
        ),
        "enable": Step(
            before={ActiveStatus.DISABLED}, after=ActiveStatus.ACTIVE, permission=WRITE, applies=_SWITCHED_BY
        ),
        "reset-password": Step(before=_AT_WORK, permission=WRITE, applies=all_of(new_or_for_everybody, not_oneself)),
        "reset-second-factor": Step(before=_AT_WORK, permission=WRITE, applies=all_of(for_everybody, not_oneself)),
        "end-sessions": Step(before=ANY, permission=WRITE, by=for_everybody),
    }
)
"""What can be done with a person's account; ``edit`` is more exactly judged by ``require_may_change``."""


def require_may_change(account: AccountState, actor: Actor, changed: Collection[str]) -> None:
    """Refuse a change of these fields: of oneself only contact data; of others everything with scope ``all``, contact
    data of ordinary staff with a narrower one. Raises OwnAccount, Forbidden."""
    STAFF.after("edit", account, actor)
    beyond_contact = set(changed) - CONTACT
    if not beyond_contact:
        return
    if account.id == actor.id:
        raise OwnAccount(fields=sorted(beyond_contact))
    if refusal := for_everybody(account, actor):
        raise refusal


def require_may_add(actor: Actor, *, inside: bool, ordinary: bool) -> None:
    """Without scope ``all`` one adds only ordinary staff, and only to one's own department or below it. Raises
    Forbidden."""
    if inside and ordinary and actor.scope(WRITE) is Scope.DEPARTMENT:
        return
    if refusal := for_everybody(None, actor):
        raise refusal


def own_actions(actor: Actor, *, person: bool, unconfirmed: bool) -> list[str]:
    """What somebody may do with the own data now: a program nothing; who has to do something else first, that.
    ``unconfirmed``: somebody else has put the mail address there."""
    if not person:
        return []
    if actor.limited:
        return ["password"]
    return ["edit", "password", "confirm-address"] if unconfirmed else ["edit", "password"]
