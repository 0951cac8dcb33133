"""Tokens for programs: what one may be given, and what it still may."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from chassis.auth import Scope
from chassis.errors import Invalid
from chassis.workflow import Step, Workflow
from contracts.auth import TokenStatus
from contracts.permissions import Permission
from services.auth.domain.errors import NotAProgram
from services.auth.domain.roles import Permissions, not_scoped_like_this, wider

PREFIX = "gx_"
"""How a token for programs begins, so that it is told from an access token, and found when it lies about."""

PROGRAM_ROLE = "erp"
LONGEST = timedelta(days=366)
HINT = 4
"""So many last characters are kept, to tell one token from another."""


TOKEN: Workflow[TokenStatus] = Workflow(
    {
        "revoke": Step(
            before={TokenStatus.ACTIVE, TokenStatus.EXPIRED},
            after=TokenStatus.REVOKED,
            permission=Permission.TOKEN_WRITE,
        )
    }
)


def status_of(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> TokenStatus:
    """The status of a token at a moment."""
    if revoked_at is not None:
        return TokenStatus.REVOKED
    return TokenStatus.EXPIRED if expires_at <= now else TokenStatus.ACTIVE


def is_program(roles: Collection[str], *, entered: bool) -> bool:
    """Whether an account is a program's. ``entered``: somebody has signed in to it at the pages; a person's account
    does not become a program's by being given the role."""
    return PROGRAM_ROLE in roles and not entered


def require_program(roles: Collection[str], *, oneself: bool, entered: bool) -> None:
    """Refuse a token for somebody else's account, unless it is a program's: whoever makes tokens works as nobody.
    Raises NotAProgram."""
    if not oneself and not is_program(roles, entered=entered):
        raise NotAProgram(role=PROGRAM_ROLE)


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
