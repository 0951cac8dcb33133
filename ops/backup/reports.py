"""Telling the house what came of its backups: the state page shows it, and a failure is a notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from ops.backup.manifest import Manifest
from ops.backup.policy import Policy
from ops.site import Site

LONGEST = 500
"""Characters of what is told of a failure."""


def report(
    site: Site, policy: Policy, installed: datetime, manifest: Manifest, newest: datetime | None, seconds: float
) -> None:
    """Tell of a backup; ``newest``: of when the newest proven one before it is."""
    detail = "" if manifest.proven else "; ".join(manifest.proof.found if manifest.proof else ["it was not proven"])
    proven_at = manifest.taken_at if manifest.proven else newest
    _tell(site, policy, installed, manifest.name, manifest.proven, manifest.size, seconds, proven_at, detail)


def report_failure(site: Site, policy: Policy, installed: datetime, newest: datetime | None, why: str) -> None:
    """Tell of a backup that could not be taken."""
    _tell(site, policy, installed, "", False, 0, 0.0, newest, why)


def _tell(
    site: Site,
    policy: Policy,
    installed: datetime,
    name: str,
    ok: bool,
    size: int,
    seconds: float,
    proven_at: datetime | None,
    detail: str,
) -> None:
    from services.auth.backups.usecases.backups import NoteBackup
    from services.auth.cli import note_backup
    from services.auth.settings import Settings

    told = NoteBackup(
        name=name,
        ok=ok,
        size=size,
        seconds=round(seconds, 1),
        proven_at=proven_at,
        alarm_at=(proven_at or installed).astimezone(UTC) + timedelta(hours=policy.alarm_hours),
        detail=detail[:LONGEST],
    )
    try:
        note_backup(Settings.from_env(site.environment("auth")), told)
    except SQLAlchemyError as error:
        print(f"nobody could be told of it: {type(error).__name__}", flush=True)
