"""Named reads of what was told of the backups."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.auth.backups.store.models import BackupReport


def latest_reports(session: Session, most: int) -> Sequence[BackupReport]:
    """What was told last, the newest first."""
    rows = select(BackupReport).order_by(BackupReport.at.desc(), BackupReport.id.desc()).limit(most)
    return session.scalars(rows).all()


def add_report(session: Session, report: BackupReport) -> None:
    """Keep what was told."""
    session.add(report)
    session.flush()
