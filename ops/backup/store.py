"""Encrypted objects in a folder or in any store that speaks S3: nothing is readable there but names and manifests."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from obstore.store import from_url

BUFFER = 8 * 1024 * 1024


class Damaged(Exception):
    """An object is gone, is not what was written, or cannot be opened with this key; the message says which."""


@dataclass(frozen=True)
class Sealed:
    """An encrypted object as it was written."""

    path: str
    size: int
    sha256: str


class _Counted:
    """Passes bytes on and knows how many and which they were."""

    def __init__(self, under: Any) -> None:
        self._under, self.size, self.hash = under, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        self._under.write(data)
        self.size += len(data)
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is under us is closed."""

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        data = bytes(self._under.read(size))
        self.size += len(data)
        self.hash.update(data)
        return data


class Store:
    """Objects by their paths. ``identity`` opens what was sealed, ``recipients`` are those for whom it is sealed."""

    def __init__(self, url: str, identity: Any = None, recipients: Iterable[Any] = ()) -> None:
        options: dict[str, Any] = {"mkdir": True} if url.startswith("file:") else {}
        self._under: Any = from_url(url, **options)
        self._folder = Path(url.removeprefix("file://")) if url.startswith("file://") else None
        self._identity, self._recipients = identity, list(recipients)

    def seal(self, path: str, produce: Callable[[IO[bytes]], None]) -> Sealed:
        """Encrypt what ``produce`` writes, piece by piece, into an object; raises what it raises."""
        import obstore

        with obstore.open_writer(self._under, path, buffer_size=BUFFER) as raw:
            counted = _Counted(raw)
            _piped(produce, lambda source: pyrage.encrypt_io(source, counted, self._recipients))
        return Sealed(path, counted.size, counted.hash.hexdigest())

    def open(self, sealed: Sealed, consume: Callable[[IO[bytes]], None]) -> None:
        """Let ``consume`` read what was sealed; raises Damaged when it is not what was written, or is not ours."""
        import obstore

        try:
            raw = obstore.open_reader(self._under, sealed.path, buffer_size=BUFFER)
        except FileNotFoundError:
            raise Damaged(f"{sealed.path} is not in the store") from None
        counted = _Counted(raw)

        def decrypt(target: IO[bytes]) -> None:
            try:
                pyrage.decrypt_io(counted, target, [self._identity])
            except BrokenPipeError:
                raise
            except (pyrage.DecryptError, OSError) as error:
                raise Damaged(f"{sealed.path} cannot be opened: {error}") from error

        _piped(decrypt, consume)
        if counted.size != sealed.size or counted.hash.hexdigest() != sealed.sha256:
            raise Damaged(f"{sealed.path} is not what was written")

    def seal_bytes(self, path: str, content: bytes) -> Sealed:
        """Encrypt something small."""
        data = pyrage.encrypt(content, self._recipients)
        self._under.put(path, data)
        return Sealed(path, len(data), hashlib.sha256(data).hexdigest())

    def open_bytes(self, path: str) -> bytes:
        """Something small that was sealed; raises Damaged."""
        try:
            return bytes(pyrage.decrypt(bytes(self._under.get(path).bytes()), [self._identity]))
        except FileNotFoundError:
            raise Damaged(f"{path} is not in the store") from None
        except pyrage.DecryptError as error:
            raise Damaged(f"{path} cannot be opened: {error}") from None

    def put_plain(self, path: str, content: bytes) -> None:
        """Write an object as it is, all at once."""
        self._under.put(path, content)

    def get_plain(self, path: str) -> bytes | None:
        """An object as it is; None when there is none."""
        try:
            return bytes(self._under.get(path).bytes())
        except FileNotFoundError:
            return None

    def names(self, prefix: str) -> dict[str, int]:
        """The paths below a prefix, each with its size."""
        return {each["path"]: each["size"] for batch in self._under.list(prefix) for each in batch}

    def dated(self, prefix: str) -> dict[str, datetime]:
        """The paths below a prefix, each with when it was written."""
        return {each["path"]: each["last_modified"] for batch in self._under.list(prefix) for each in batch}

    def clear_unfinished(self) -> None:
        """Take away what a killed process had begun to write into a folder; a bucket has a rule of its own for that."""
        for path in self._folder.rglob("*#*") if self._folder else ():
            path.unlink(missing_ok=True)

    def remove(self, paths: Iterable[str]) -> None:
        """Take objects away; those that are gone already do not matter."""
        for path in paths:
            try:
                self._under.delete(path)
            except FileNotFoundError:
                continue


def _piped(write: Callable[[IO[bytes]], object], read: Callable[[IO[bytes]], object]) -> None:
    """Run two halves against each other through a pipe; raises what the writing half raised, or else the reading."""
    outlet, inlet = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(inlet, "wb", BUFFER) as target:
                write(target)
        except BrokenPipeError:
            pass  # the reading half has said why it went
        except BaseException as error:  # carried to whoever waits
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(outlet, "rb", BUFFER) as source:
            read(source)
            while source.read(BUFFER):  # to the end: what comes last is looked at, too
                continue
    except BaseException:
        thread.join()
        if failed:
            raise failed[0] from None
        raise
    thread.join()
    if failed:
        raise failed[0]
