"""The tables of exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import LargeBinary

from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.customer import ExportStatus
from services.customer.store.base import Base


class Export(Decided, Tracked, Versioned, Base):
    """A file of customers, from the wish to the download.

    ``wanted`` is the filter of the list; ``reach`` is how far its asker reads and exports, ``unit_id`` and ``roles``
    are what that rested on: a file is made only as long as they still hold. ``rows`` are counted when it is asked for,
    and again when it is made.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_asker_id_id", "asker_id", "id"), Index("ix_export_status_id", "status", "id"))

    status: Mapped[ExportStatus]
    format: Mapped[str]
    language: Mapped[str]
    wanted: Mapped[dict[str, Any]]
    reach: Mapped[dict[str, Any]]
    unit_id: Mapped[UUID | None]
    roles: Mapped[list[str]] = mapped_column(JSONB)
    rows: Mapped[int]
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    filename: Mapped[str] = mapped_column(default="", server_default="")
    asker_id: Mapped[UUID]
    asker_name: Mapped[str]
    note: Mapped[str] = mapped_column(default="", server_default="")
    error: Mapped[str] = mapped_column(default="", server_default="")
    finished_at: Mapped[datetime | None]


class ExportPiece(Base):
    """A piece of a finished file."""

    __tablename__ = "export_piece"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("export.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ExportPolicy(Tracked, Versioned, Base):
    """How many rows somebody may export in a day without anybody's consent; there is one."""

    __tablename__ = "export_policy"

    rows_unasked: Mapped[int]
