"""What the roles permit, as the auth service tells it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from chassis.feed.projections import Projection, same
from contracts.auth import RoleChanged
from services.activity.store.base import Base


class KnownRole(Base):
    """A role as the auth service has told it. ``permissions``: permission -> scope."""

    __tablename__ = "known_role"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(index=True)
    permissions: Mapped[dict[str, Any]]
    active: Mapped[bool]


ROLES = Projection(RoleChanged, KnownRole, {"id": "role_id", **same("version", "code", "permissions", "active")})
