"""The actor: the person, program or service on whose account something happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


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

    def scope(self, permission: str) -> Scope | None:
        """How far the actor's permission reaches; None when the actor does not have it."""
        return self.permissions.get(permission)

    def may(self, permission: str) -> bool:
        return permission in self.permissions


SYSTEM = Actor(id=None, name="system")
