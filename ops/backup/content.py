"""What is in a backup: what its author said of it, and what comes out of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.backup.manifest import Manifest
from ops.backup.store import Store
from ops.secrets import Secrets


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


def plain(content: Content) -> bytes:
    """As it is sealed."""
    values: dict[str, Any] = dict(content.__dict__)
    return json.dumps(values).encode()
