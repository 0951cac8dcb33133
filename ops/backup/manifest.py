"""What a backup says of itself. Written last: without its manifest a backup is not there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from ops.backup.store import Sealed, Store

FOLDER = "backups"
Kind = Literal["full", "incremental", "dump"]


@dataclass(frozen=True)
class Proof:
    """What came of restoring a backup into a scratch place. ``found``: what was not as it should be."""

    at: datetime
    seconds: float
    tables: int
    rows: int
    found: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything was the same."""
        return not self.found


@dataclass(frozen=True)
class Manifest:
    """A backup. ``chain``: the name of its full one; ``parent``: what it is put onto; ``system``: which PostgreSQL it
    is of; ``point`` and ``lsn``: the moment that it shows, as the server knows it; ``revisions``: its migrations."""

    name: str
    kind: Kind
    chain: str
    parent: str
    reason: str
    began_at: datetime
    taken_at: datetime
    ended_at: datetime
    system: str
    timeline: int
    point: str
    lsn: str
    server: str
    data: list[Sealed]
    figures: Sealed
    files: int = 0
    revisions: dict[str, list[str]] = field(default_factory=dict)
    proof: Proof | None = None

    @property
    def size(self) -> int:
        """Bytes in the store."""
        return sum(each.size for each in self.data)

    @property
    def proven(self) -> bool:
        """Whether it was restored and found the same."""
        return self.proof is not None and self.proof.ok


def new_name(now: datetime, kind: Kind) -> str:
    """The name of a backup that begins now: names sort by time."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{kind}"


def path_of(name: str, what: str) -> str:
    """Where a part of a backup lies in the store."""
    return f"{FOLDER}/{name}/{what}"


def write(store: Store, manifest: Manifest) -> None:
    """Make a backup visible, or say more of it."""
    plain = json.dumps(asdict(manifest), default=datetime.isoformat, indent=1)
    store.put_plain(path_of(manifest.name, "manifest.json"), plain.encode())


def with_proof(manifest: Manifest, proof: Proof) -> Manifest:
    """The same backup, with what was found of it."""
    return replace(manifest, proof=proof)


def read(content: bytes) -> Manifest:
    """A manifest as it was written; raises ValueError, KeyError or TypeError for what is none."""
    plain: dict[str, Any] = json.loads(content)
    for name in ("began_at", "taken_at", "ended_at"):
        plain[name] = datetime.fromisoformat(plain[name])
    plain["data"] = [Sealed(**each) for each in plain["data"]]
    plain["figures"] = Sealed(**plain["figures"])
    if plain["proof"] is not None:
        plain["proof"] = Proof(**(plain["proof"] | {"at": datetime.fromisoformat(plain["proof"]["at"])}))
    return Manifest(**plain)


def read_all(store: Store) -> list[Manifest]:
    """All whole backups, the oldest first; not those whose manifest cannot be read (``unreadable``)."""
    return sorted((each for each in _look(store).values() if each), key=lambda each: each.taken_at)


def unreadable(store: Store) -> list[str]:
    """The manifests that cannot be read: each belongs to a backup that was whole once."""
    return [path for path, found in _look(store).items() if found is None]


def _look(store: Store) -> dict[str, Manifest | None]:
    """Every manifest there is, by its path; None where it cannot be read."""
    found: dict[str, Manifest | None] = {}
    for path in sorted(store.names(FOLDER)):
        if path.endswith("/manifest.json") and (content := store.get_plain(path)) is not None:
            try:
                found[path] = read(content)
            except (ValueError, KeyError, TypeError):
                found[path] = None
    return found


def leftovers(store: Store) -> list[str]:
    """What a backup that was interrupted, or taken away half, has left in the store."""
    names = store.names(FOLDER)
    whole = {path.split("/")[1] for path in names if path.endswith("/manifest.json")}
    return [path for path in names if path.split("/")[1] not in whole]


def chain_of(backups: Iterable[Manifest], last: Manifest) -> list[Manifest]:
    """What is needed to restore a backup: its full one and all up to it. Raises KeyError where one is missing."""
    known = {each.name: each for each in backups}
    chain = [last]
    while chain[0].parent:
        chain.insert(0, known[chain[0].parent])
    return chain
