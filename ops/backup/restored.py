"""A chain of backups, brought from the store into a folder and made one data folder that a server can recover."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ops import postgres_files
from ops.backup.archive import give, unpack
from ops.backup.content import Restored
from ops.backup.manifest import Manifest
from ops.backup.server import ToolFailed, new_folder, run_tool
from ops.backup.store import Damaged, Store

_HAND_OUT = (
    'if test -e {place}/"%f"; then cp {place}/"%f" "%p"; '
    'elif test -e {place}/"%f.gz"; then gzip -dc {place}/"%f.gz" > "%p"; else exit 1; fi'
)


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
