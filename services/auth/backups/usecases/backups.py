"""News of backups: kept for those who look after the house, who are told when one fails or is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.context import Context
from chassis.jobs import job
from contracts.activity import NoticeKind, notify
from contracts.permissions import Permission
from services.auth.backups.store import queries as store
from services.auth.backups.store.models import BackupReport

SHOWN = 10


@job("auth.look_at_backups.v1")
class LookAtBackups:
    """Tell those who look after the house when the newest proven backup is too old."""


@dataclass(frozen=True, kw_only=True)
class NoteBackup:
    """What came of a backup, as whoever took it says."""

    name: str
    ok: bool
    size: int
    seconds: float
    proven_at: datetime | None
    alarm_at: datetime
    detail: str = ""


@dataclass(frozen=True)
class BackupsState:
    """How the backups of the house stand. ``alarm``: the last one failed, or the newest proven one is too old; of a
    house that was never told of any nothing is known, and nothing is said."""

    proven_at: datetime | None
    alarm_at: datetime | None
    alarm: bool
    reports: Sequence[BackupReport]


def note_backup(ctx: Context, command: NoteBackup) -> BackupReport:
    """Keep what came of a backup; of a failure those are told who look after the house."""
    report = BackupReport(at=ctx.now, **command.__dict__)
    store.add_report(ctx.session, report)
    if not report.ok:
        _tell(ctx, report, once=str(report.id))
    return report


def backups_state(ctx: Context) -> BackupsState:
    """How the backups stand now."""
    reports = store.latest_reports(ctx.session, SHOWN)
    if not reports:
        return BackupsState(None, None, False, reports)
    last = reports[0]
    return BackupsState(last.proven_at, last.alarm_at, not last.ok or last.alarm_at < ctx.now, reports)


def look_at_backups(ctx: Context) -> None:
    """Tell once a day while the newest proven backup is too old: also where nobody takes any more."""
    state = backups_state(ctx)
    if state.alarm_at is not None and state.alarm_at < ctx.now:
        _tell(ctx, state.reports[0], once=ctx.today.isoformat())


def _tell(ctx: Context, report: BackupReport, *, once: str) -> None:
    notify(ctx, NoticeKind.BACKUP_FAILED, "backup", report.id, permission=Permission.SYSTEM_READ, once=once)
