"""The tables of the tokens for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import Tracked, Versioned
from services.auth.store.base import Base


class ApiToken(Tracked, Versioned, Base):
    """A token for a program, which acts as an account with these of its permissions. The program holds the secret; only
    its SHA-256 is here. ``for_two``: it reaches customers, and opens nothing before a second person has confirmed it
    (``confirmed_at``)."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("secret_hash"),)

    name: Mapped[str]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    permissions: Mapped[dict[str, Any]]
    secret_hash: Mapped[str]
    hint: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    made_by: Mapped[UUID | None]
    for_two: Mapped[bool] = mapped_column(default=False, server_default="false")
    confirmed_at: Mapped[datetime | None]


class ApiTokenUse(Base):
    """When a token was used last, to the minute, and from where. Beside the token, whose trail it is no part of."""

    __tablename__ = "api_token_use"

    token_id: Mapped[UUID] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    at: Mapped[datetime]
    address: Mapped[str]
