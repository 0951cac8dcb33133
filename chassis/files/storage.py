"""Where the bytes of attachments lie: one interface before a folder and before S3. A file is called by its hash, so the
same bytes are kept once, and what comes back is known to be what was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from obstore.exceptions import AlreadyExistsError
from obstore.store import from_url

from chassis.errors import Refused


class StorageMissing(Refused):
    """This installation has no storage for files (``STORAGE_URL``)."""

    code = "storage_missing"
    status = 503


class FileDamaged(Exception):
    """The bytes in the storage are not those that were put there, or are not there at all; the message is the hash."""


@dataclass(frozen=True)
class Stored:
    """The name of stored bytes, and how many they are."""

    sha256: str
    size: int


class Storage:
    """Bytes by their hash. ``url``: ``file:///a/folder``, ``s3://bucket/prefix`` or whatever obstore knows."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _store(self) -> Any:
        """Opened when the first file is asked for: most services never have one. Raises StorageMissing."""
        if not self._url:
            raise StorageMissing()
        options: dict[str, Any] = {"mkdir": True} if self._url.startswith("file:") else {}
        return from_url(self._url, **options)

    def put(self, content: bytes) -> Stored:
        """Keep some bytes; those that are there already are left alone. Raises StorageMissing."""
        digest = sha256(content).hexdigest()
        with suppress(AlreadyExistsError):
            self._store.put(_place(digest), content, mode="create")
        return Stored(digest, len(content))

    def get(self, digest: str) -> bytes:
        """The bytes of a hash. Raises FileDamaged when they are gone or are others, StorageMissing."""
        try:
            content = bytes(self._store.get(_place(digest)).bytes())
        except FileNotFoundError:
            raise FileDamaged(digest) from None
        if sha256(content).hexdigest() != digest:
            raise FileDamaged(digest)
        return content


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def parts_of(content: bytes, size: int = 64 * 1024) -> Iterator[bytes]:
    """Bytes piece by piece, as an answer sends them."""
    for start in range(0, len(content), size):
        yield content[start : start + size]
