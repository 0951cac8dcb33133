"""A chain of backups, brought from the store into a folder and made one data folder that a server can recover."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ops import postgres_files
from ops.backup.archive import give, unpack
from ops.backup.manifest import Manifest
from ops.backup.server import ToolFailed, new_folder, run_tool
from ops.backup.store import Damaged, Store
from ops.secrets import Secrets

_HAND_OUT = (
    'if test -e {place}/"%f"; then cp {place}/"%f" "%p"; '
    'elif test -e {place}/"%f.gz"; then gzip -dc {place}/"%f.gz" > "%p"; else exit 1; fi'
)


@dataclass(frozen=True)
class Restored:
    """What came out of the store: ``data`` for the server, ``home`` with secrets and keys, ``wal`` for the recovery."""

    data: Path
    home: Path
    wal: Path

    @property
    def secrets(self) -> Secrets:
        """The passwords as they were."""
        return Secrets(self.home)


@dataclass(frozen=True)
class Content:
    """What a backup said of what it holds: figures to compare with, heads of the seals, names of the files."""

    seed: int
    tables: dict[str, dict[str, list[str | int]]]
    heads: dict[str, str]
    files: dict[str, list[str]]


def content_of(store: Store, manifest: Manifest) -> Content:
    """The figures of a backup; raises Damaged."""
    return Content(**json.loads(store.open_bytes(manifest.figures.path)))


def fetch(store: Store, chain: Sequence[Manifest], folder: Path) -> Restored:
    """Bring a chain into ``folder`` as one data folder. Raises Damaged where anything of it is not what was written."""
    account = postgres_files.server_account()
    for each in chain:
        place = new_folder(folder / each.name)
        store.open(each.data[0], lambda source, place=place: unpack(source, place, account))  # type: ignore[misc]
    last = folder / chain[-1].name
    data = last / "data"
    try:
        if len(chain) > 1:
            data = folder / "combined"
            parts = [str(folder / each.name / "data") for each in chain]
            run_tool("pg_combinebackup", "--no-sync", "--link", "-o", str(data), *parts)
        run_tool("pg_verifybackup", "--no-parse-wal", "--quiet", str(data))
    except ToolFailed as error:
        raise Damaged(str(error)) from error
    new_folder(last / "wal")
    return Restored(data, last / "home", last / "wal")


def aim(restored: Restored, manifest: Manifest, at: datetime | None = None) -> dict[str, str]:
    """Have the server recover to the moment of the backup, or to ``at``; what it is to be started with."""
    signal = restored.data / "recovery.signal"
    signal.touch()
    give(restored.data, postgres_files.server_account())
    give(restored.wal, postgres_files.server_account())
    place = shlex.quote(str(restored.wal)).replace("%", "%%")
    target = {"recovery_target_name": manifest.point, "recovery_target_timeline": str(manifest.timeline)}
    if at is not None:
        target = {"recovery_target_time": at.astimezone(UTC).isoformat(sep=" "), "recovery_target_timeline": "latest"}
    return target | {
        "restore_command": _HAND_OUT.format(place=place),
        "recovery_target_action": "promote",
    }


def settle(data: Path) -> None:
    """Take away what belongs to the backup and not to a data folder that is used."""
    for name in ("backup_manifest", "backup_label.old"):
        (data / name).unlink(missing_ok=True)


def plain(content: Content) -> bytes:
    """As it is sealed."""
    values: dict[str, Any] = dict(content.__dict__)
    return json.dumps(values).encode()
