"""The server's log between the backups: every finished piece goes to the store, so that any second can be gone back to.

The server lays a piece into the folder `wal` beside its data (`ops.servers.archive_settings`) when it is full, or after
BACKUP_WAL_SECONDS; from there it goes to the store, compressed and encrypted. It begins with the first backup.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from ops.backup.manifest import Manifest
from ops.backup.server import folder_of, new_folder
from ops.backup.store import Store
from ops.site import Site

FOLDER = "wal"
PIECE = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")
MARGIN = timedelta(hours=1)
"""How long a piece may have been on its way to the store."""


def begin(site: Site) -> None:
    """From now on the log is wanted."""
    (new_folder(folder_of(site) / FOLDER) / "wanted").touch()


def ship(site: Site, store: Store, system: str) -> int:
    """Bring the finished pieces to the store; how many. One that is there already, from before a kill, is the same."""
    pieces = waiting(site)
    for piece in pieces:
        store.seal_bytes(_path(system, piece.name), gzip.compress(piece.read_bytes(), compresslevel=1, mtime=0))
        piece.unlink()
    return len(pieces)


def waiting(site: Site) -> list[Path]:
    """The pieces that are on this machine alone, the oldest first."""
    folder = folder_of(site) / FOLDER
    return sorted(path for path in folder.iterdir() if PIECE.fullmatch(path.name)) if folder.is_dir() else []


def forget_spooled(site: Site) -> None:
    """What waits belongs to a past that was given up; the next backup begins anew."""
    shutil.rmtree(folder_of(site) / FOLDER, ignore_errors=True)


def fetch(store: Store, manifest: Manifest, folder: Path, until: datetime) -> int:
    """Bring what is needed to go on from a backup until a moment into the folder of its log; how many pieces."""
    first, names, count = first_piece(manifest), store.dated(f"{FOLDER}/{manifest.system}"), 0
    for path, stored_at in sorted(names.items()):
        name = path.rpartition("/")[2].removesuffix(".gz.age")
        if (name.endswith(".history") or name[8:] >= first[8:]) and not (folder / name).exists():
            (folder / f"{name}.gz").write_bytes(store.open_bytes(path))
            count += 1
            if stored_at > until + MARGIN:
                break
    return count


def fetch_local(site: Site, admin_system: str, manifest: Manifest, folder: Path) -> int:
    """The same from this machine, where what was done last still is: of the data folder and of what waits beside it."""
    if admin_system != manifest.system:
        return 0
    first, count = first_piece(manifest), 0
    for place in (folder_of(site) / FOLDER, folder_of(site) / "data" / "pg_wal"):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if PIECE.fullmatch(path.name) and path.name[8:] >= first[8:]:
                shutil.copyfile(path, folder / path.name)
                (folder / f"{path.name}.gz").unlink(missing_ok=True)
                count += 1
    return count


def first_piece(manifest: Manifest) -> str:
    """The piece of the log that the moment of a backup lies in."""
    high, low = (int(half, 16) for half in manifest.lsn.split("/"))
    return f"{manifest.timeline:08X}{high:08X}{low >> 24:08X}"


def expendable(names: Iterable[str], kept: Iterable[Manifest]) -> list[str]:
    """What no kept backup goes on from."""
    firsts: dict[str, str] = {}
    for each in kept:
        if each.kind == "dump":
            continue
        firsts[each.system] = min(firsts.get(each.system, "~"), first_piece(each)[8:])
    gone = []
    for path in names:
        _, system, piece = path.split("/")
        if piece.split(".")[1] != "history" and piece[8:24] < firsts.get(system, "~"):
            gone.append(path)
    return gone


def end_piece(admin_url: str) -> None:
    """Have the server lay what it has written so far into the folder, as it does by itself after a while."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_switch_wal()")


def _path(system: str, name: str) -> str:
    return f"{FOLDER}/{system}/{name}.gz.age"
