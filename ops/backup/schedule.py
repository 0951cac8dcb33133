"""The process `backup` of the fleet: the nightly backup, the log of every minute, and news of both."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops.backup import files, wal
from ops.backup.manifest import Manifest, read_all
from ops.backup.policy import Policy, is_due
from ops.backup.reports import report, report_failure
from ops.backup.taking import identity, open_store, take
from ops.site import Site, SiteError
from ops.stopping import Stopping

EVERY = 20.0
"""Seconds between two looks."""
SETTLING = 600.0
"""Seconds after the start before a backup that was missed is made up for: the house has other things to do first."""
AGAIN = timedelta(hours=1)
"""After a backup that failed, before the next try."""


@dataclass
class Watch:
    """What is remembered from one look to the next."""

    site: Site
    policy: Policy
    installed: datetime
    began: float = field(default_factory=time.monotonic)
    system: str = ""
    known: dict[str, set[str]] = field(default_factory=dict)
    newest: datetime | None = None
    read: bool = False
    failed_at: datetime | None = None
    away: bool = False

    def look(self, now: datetime) -> None:
        """Send what waits to the store, and take the backup that is due; says what came of it and raises nothing."""
        if not self.policy.key_file.exists():
            if self._is_due(now):
                self._take(now)
            return
        try:
            self._send()
            if not self.read:
                self._remember(read_all(open_store(self.policy)))
        except Exception as error:
            if not self.away:  # said once, not every few seconds
                print(f"the store cannot be reached: {type(error).__name__}: {error}", flush=True)
            self.away = True
        else:
            self.away = False
        if self._is_due(now):
            self._take(now)

    def _send(self) -> None:
        if self.site.server_url is None and wal.waiting(self.site):
            store = open_store(self.policy)
            self.system = self.system or identity(self.site.admin_url)[0]
            count = wal.ship(self.site, store, self.system)
            files.mirror(self.site, store, self.known)
            print(f"{count} pieces of the log are in the store", flush=True)

    def _is_due(self, now: datetime) -> bool:
        late = time.monotonic() - self.began < SETTLING and self.newest is None
        if late or (self.failed_at is not None and now - self.failed_at < AGAIN):
            return False
        return is_due(now, self.policy.at, self.installed, self.newest)

    def _remember(self, backups: list[Manifest]) -> None:
        self.read = True
        self.newest = max((each.taken_at for each in backups if each.proven), default=None)

    def _take(self, now: datetime) -> None:
        began = time.monotonic()
        try:
            manifest = take(self.site, self.policy, lambda line: print(line, flush=True), reason="nightly")
        except Exception as error:
            self.failed_at = now
            print(f"the backup failed: {type(error).__name__}: {error}", flush=True)
            report_failure(self.site, self.policy, self.installed, self.newest, f"{type(error).__name__}: {error}")
            return
        report(self.site, self.policy, self.installed, manifest, self.newest, time.monotonic() - began)
        if manifest.proven:
            self.newest, self.failed_at = manifest.taken_at, None
        else:
            self.failed_at = now


def installed_at(home: Path) -> datetime:
    """When an installation was set up; noted at the first look."""
    note = home / "backup.since"
    if not note.exists():
        note.touch()
    return datetime.fromtimestamp(note.stat().st_mtime, UTC)


def watch(site: Site, policy: Policy, stopping: Stopping) -> None:
    """Look after the backups until ``stopping`` is set."""
    os.nice(10)
    watching = Watch(site, policy, installed_at(site.home))
    while not stopping.wait(EVERY):
        watching.look(datetime.now().astimezone())


def main(site: Site) -> None:
    """The process; raises SiteError where the policy cannot be understood."""
    from ops.supervisor import stop_on_signals

    stopping = Stopping()
    stop_on_signals(stopping)
    try:
        watch(site, Policy.from_env(site.environ or {}, site.home), stopping)
    except SiteError as error:
        print(f"guanxi: {error}", flush=True)
        while not stopping.wait(EVERY):  # to be started again and again would change nothing
            continue
