"""A backup as one stream: a folder as a compressed tar, written and read piece by piece."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from ops.backup.store import Damaged
from ops.programs import Account

LEVEL = 1
"""Of compression: the next ones take twice the time for a tenth less."""


def pack(parts: Mapping[str, Path], target: IO[bytes]) -> None:
    """Write files and folders, each under the name it is to have."""
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=LEVEL, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|") as tar,
    ):
        for name, path in parts.items():
            tar.add(path, name)


def unpack(source: IO[bytes], folder: Path, account: Account | None) -> None:
    """Put everything into a folder, for ``account`` to have and nobody else; raises Damaged for what is no archive.

    Whoever can write into the store could have made one, so nothing gets out of the folder and nothing is a link.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = folder.resolve()
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            for member in tar:
                path = (root / member.name).resolve()
                if not path.is_relative_to(root) or not (member.isdir() or member.isreg()):
                    raise Damaged(f"the archive holds {member.name}, which does not belong there")
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                if member.isdir():
                    path.mkdir(exist_ok=True, mode=0o700)
                else:
                    content = tar.extractfile(member)
                    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                        shutil.copyfileobj(content or io.BytesIO(), file, 1024 * 1024)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Damaged(f"the archive cannot be read: {error}") from error
    give(folder, account)


def give(folder: Path, account: Account | None) -> None:
    """Let a user have a folder and all in it, and nobody else."""
    if account:
        for place, _, files in os.walk(folder):
            os.chown(place, account.uid, account.gid)
            for name in files:
                os.chown(Path(place, name), account.uid, account.gid)
