"""Tokens for programs: what one may be given, and what it still may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from chassis.auth import Scope
from chassis.errors import Invalid
from chassis.workflow import Step, Workflow
from contracts.auth import TokenStatus
from contracts.permissions import Permission
from services.auth.domain.errors import NotAProgram
from services.auth.domain.roles import Permissions, not_scoped_like_this, reaches_customers, wider

PREFIX = "gx_"
"""How a token for programs begins, so that it is told from an access token, and found when it lies about."""

LONGEST = timedelta(days=366)
HINT = 4
"""So many last characters are kept, to tell one token from another."""


TOKEN: Workflow[TokenStatus] = Workflow(
    {
        "revoke": Step(
            before={TokenStatus.WAITING, TokenStatus.ACTIVE, TokenStatus.EXPIRED},
            after=TokenStatus.REVOKED,
            permission=Permission.TOKEN_WRITE,
        )
    }
)


def status_of(
    *, expires_at: datetime, revoked_at: datetime | None, now: datetime, unconfirmed: bool = False
) -> TokenStatus:
    """The status of a token at a moment. ``unconfirmed``: it needs a second person, who has not confirmed it."""
    if revoked_at is not None:
        return TokenStatus.REVOKED
    if expires_at <= now:
        return TokenStatus.EXPIRED
    return TokenStatus.WAITING if unconfirmed else TokenStatus.ACTIVE


def require_program(*, program: bool, oneself: bool, entered: bool) -> None:
    """Refuse a token for somebody else's account, unless it is a program's: whoever makes tokens works as nobody.
    ``entered``: somebody has signed in to it at the pages, so a person uses it. Raises NotAProgram."""
    if not oneself and (entered or not program):
        raise NotAProgram()


def needs_second(wanted: Permissions, *, oneself: bool) -> bool:
    """Whether a token waits for a second person: by it whoever makes it would read customers through a program."""
    return not oneself and reaches_customers(wanted)


def require_within(wanted: Permissions, held: Mapping[str, Scope]) -> None:
    """Refuse a token that may more than its account, or nothing at all. Raises Invalid."""
    beyond = [name for name, scope in wanted.items() if name not in held or wider(Scope(scope), held[name])]
    if beyond:
        raise Invalid(permissions="beyond_account")
    if not wanted:
        raise Invalid(permissions="required")
    if not_scoped_like_this(wanted):
        raise Invalid(permissions="only_with_scope_all")


def require_ending(expires_at: datetime, now: datetime) -> None:
    """Refuse a token that is over already or holds longer than a year. Raises Invalid."""
    if not now < expires_at <= now + LONGEST:
        raise Invalid(expires_at="out_of_range")


def remaining(wanted: Permissions, held: Mapping[str, Scope]) -> dict[str, Scope]:
    """What a token may of what it was given: no more than its account may now."""
    return {
        name: held[name] if wider(Scope(scope), held[name]) else Scope(scope)
        for name, scope in wanted.items()
        if name in held
    }
