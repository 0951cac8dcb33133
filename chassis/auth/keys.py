"""The keys that tokens are signed with, as two JWKS files: the private ones for the signer, the public ones for all.

The first key of the file signs; every key verifies. So a new key is put in front, and the old one stays until the last
token signed with it is over. Running processes look whether the files have changed, and need no restart.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import time

from joserfc.jwk import KeySet, OKPKey

from chassis.auth.actor import LONGEST_LIFETIME

MARGIN_SECONDS = 60.0
"""How much longer than a token's life an old key is kept: clocks differ."""


class KeysStillInUse(Exception):
    """Tokens signed with an old key may still hold; ``seconds`` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"tokens of the old keys hold for {seconds:.0f} seconds more")
        self.seconds = seconds


class KeyFile:
    """The keys of a JWKS file, read again when it has changed. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._keys: KeySet | None = None

    def keys(self, *, again: bool = False) -> KeySet:
        """The keys as the file has them now; ``again`` reads it even when it does not look changed."""
        seen = self._path.stat()
        stamp = seen.st_mtime_ns, seen.st_ino, seen.st_size
        with self._lock:
            if self._keys is None or again or stamp != self._stamp:
                self._keys, self._stamp = _read(self._path), stamp
            return self._keys


def make_keys(signing: Path, public: Path) -> bool:
    """Make the two files where the private one is missing; True when they were made."""
    if signing.exists() and public.exists():
        return False
    _store([_new_key()], signing, public)
    return True


def rotate_keys(signing: Path, public: Path) -> str:
    """Put a new key in front, and keep the old ones for the tokens signed with them; the new key's id."""
    key = _new_key()
    _store([key, *_private_keys(signing)], signing, public)
    return str(key.kid)


def drop_old_keys(signing: Path, public: Path) -> int:
    """Drop every key but the one that signs; how many went. Raises KeysStillInUse while tokens of theirs may hold."""
    keys = _private_keys(signing)
    if len(keys) > 1:
        left = signing.stat().st_mtime + LONGEST_LIFETIME.total_seconds() + MARGIN_SECONDS - time()
        if left > 0:
            raise KeysStillInUse(left)
        _store(keys[:1], signing, public)
    return len(keys) - 1


def _new_key() -> OKPKey:
    kid = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{token_hex(2)}"
    return OKPKey.generate_key("Ed25519", {"use": "sig", "kid": kid}, private=True)


def _private_keys(signing: Path) -> list[OKPKey]:
    return [key for key in _read(signing).keys if isinstance(key, OKPKey)]


def _store(keys: list[OKPKey], signing: Path, public: Path) -> None:
    """The public file first: nobody meets a token whose key is not known yet."""
    _write(public, {"keys": [key.as_dict(private=False) for key in keys]}, 0o644)
    _write(signing, {"keys": [key.as_dict(private=True) for key in keys]}, 0o600)


def _write(path: Path, content: object, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        json.dump(content, file, indent=2)
    fresh.replace(path)


def _read(path: Path) -> KeySet:
    return KeySet.import_key_set(json.loads(path.read_text()))
