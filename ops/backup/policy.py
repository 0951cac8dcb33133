"""What a house wants of its backups, and the rules that follow from it. No database, no clock: times are given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from ops.site import SiteError

YOUNG = timedelta(hours=6)
"""An installation that is younger at the hour of the backup waits for the next night."""


class Known(Protocol):
    """What the rules look at in a backup."""

    @property
    def name(self) -> str: ...
    @property
    def chain(self) -> str: ...
    @property
    def taken_at(self) -> datetime: ...
    @property
    def proven(self) -> bool: ...


@dataclass(frozen=True)
class Policy:
    """Where backups go, when, and how long they stay."""

    url: str
    """A folder (``file:///...``) or a store that obstore knows (``s3://bucket/prefix``)."""
    key_file: Path
    recipients: tuple[str, ...] = ()
    """Further age recipients, whose keys need not be on this machine."""
    at: time | None = time(2, 30)
    """The hour of the nightly backup, in the time of the machine; None: only by hand."""
    full_days: int = 7
    """A new chain is begun after so many days."""
    keep: int = 4
    """So many whole chains are kept, the one that grows among them."""
    alarm_hours: int = 36
    """It is an alarm when the newest proven backup is older."""
    wal_seconds: int = 300
    """The longest time that a change stays on this machine alone."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str], home: Path) -> Policy:
        """Read the BACKUP_ variables; raises SiteError where one cannot be understood."""
        return cls(
            url=environ.get("BACKUP_URL") or f"file://{home.parent / 'backups' / home.name}",
            key_file=Path(environ.get("BACKUP_KEY_FILE") or home / "backup.key"),
            recipients=tuple((environ.get("BACKUP_RECIPIENTS") or "").split()),
            at=_hour(environ.get("BACKUP_AT") or "02:30"),
            full_days=_number(environ, "BACKUP_FULL_DAYS", 7),
            keep=_number(environ, "BACKUP_KEEP", 4),
            alarm_hours=_number(environ, "BACKUP_ALARM_HOURS", 36),
            wal_seconds=_number(environ, "BACKUP_WAL_SECONDS", 300),
        )


def _hour(text: str) -> time | None:
    if text == "off":
        return None
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise SiteError(f"BACKUP_AT is {text!r}; it must be a time like 02:30, or off.")
    return time.fromisoformat(text)


def _number(environ: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environ.get(name) or str(otherwise)
    if not re.fullmatch(r"[1-9]\d{0,6}", text):
        raise SiteError(f"{name} is {text!r}; it must be a whole number from 1 on.")
    return int(text)


def last_slot(now: datetime, at: time) -> datetime:
    """The last moment at which the nightly backup was to begin."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_due(now: datetime, at: time | None, installed: datetime, newest: datetime | None) -> bool:
    """Whether the nightly backup is to be taken. One that was missed is made up for; a house that was set up less than
    six hours before waits for the next night."""
    if at is None:
        return False
    slot = last_slot(now, at)
    return slot - installed >= YOUNG and (newest is None or newest < slot)


def goes_on(chain: Sequence[Known], now: datetime, full_days: int) -> bool:
    """Whether an incremental backup may be put onto a chain: all of it is proven, and its full one is not too old.
    Half a day before the week is over a new chain is begun, so that an hour of difference does not make it eight days.
    """
    return (
        bool(chain)
        and all(each.proven for each in chain)
        and now - chain[0].taken_at < timedelta(days=full_days) - timedelta(hours=12)
    )


def chains(backups: Sequence[Known]) -> list[list[Known]]:
    """The backups by chain, the oldest chain first, each in its order."""
    found: dict[str, list[Known]] = {}
    for each in sorted(backups, key=lambda each: each.taken_at):
        found.setdefault(each.chain, []).append(each)
    return list(found.values())


def expendable(backups: Sequence[Known], keep: int) -> list[Known]:
    """What may go, in the order in which to take it away: the newest of a chain first, so that what is left of one that
    was interrupted is a chain still.

    The newest ``keep`` chains stay. A chain that was never proven does not count among them, and so never pushes out
    one that was.
    """
    whole = [chain for chain in chains(backups) if chain[0].proven]
    if len(whole) <= keep:
        return []
    oldest_kept = whole[-keep][0].taken_at
    gone = [chain for chain in chains(backups) if chain[0].taken_at < oldest_kept]
    return [each for chain in gone for each in reversed(chain)]


def is_alarm(now: datetime, proven_at: datetime | None, installed: datetime, alarm_hours: int) -> bool:
    """Whether the newest proven backup is older than the house allows; without any, whether the house is."""
    return now - (proven_at or installed) > timedelta(hours=alarm_hours)
