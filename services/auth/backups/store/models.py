"""The table of what was told of the backups."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.db import new_id
from services.auth.store.base import Base


class BackupReport(Base):
    """What came of a backup. ``ok``: it was restored aside and found the same; ``proven_at``: of when the newest proven
    one is, None when there is none; ``alarm_at``: when that is older than the house allows. ``size`` in bytes,
    ``seconds`` of the whole run; ``detail``: what was wrong, empty when nothing was."""

    __tablename__ = "backup_report"
    __table_args__ = (Index("ix_backup_report_at_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    name: Mapped[str]
    ok: Mapped[bool]
    size: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]
    proven_at: Mapped[datetime | None]
    alarm_at: Mapped[datetime]
    detail: Mapped[str]
