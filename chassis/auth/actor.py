"""The actor: the person, program or service on whose account something happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_LIFETIME = timedelta(minutes=5)
"""How long an access token holds at most, when nothing ends it before."""


class Scope(StrEnum):
    """How far a permission reaches: one's own records, those of one's department and below, or all."""

    OWN = "own"
    DEPARTMENT = "department"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. ``id`` is None for the system itself (schedules, news from other services)."""

    id: UUID | None
    name: str
    department_id: UUID | None = None
    roles: tuple[str, ...] = ()
    permissions: Mapping[str, Scope] = field(default_factory=dict)
    session_id: UUID | None = None
    """Under which sign-in, or for which program's token, it happens."""
    limited: str = ""
    """The code of what has to be done first; until then only routes that are ``open_to_limited`` answer."""

    program: bool = False
    """It is a program's account: it decides on nothing."""
    narrow: bool = False
    """It acts by a token that was given some permissions: it reads nothing that is open to everybody who signs in."""

    def scope(self, permission: str) -> Scope | None:
        """How far the actor's permission reaches; None when the actor does not have it."""
        return self.permissions.get(permission)

    def may(self, permission: str) -> bool:
        return permission in self.permissions


SYSTEM = Actor(id=None, name="system")
