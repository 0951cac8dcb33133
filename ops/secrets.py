"""The generated passwords of one installation, in `secrets.json` of its data folder, readable by its owner only."""

import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path


class Secrets:
    """Named random secrets, made when first asked for and the same ever after.

    With a mapping of `given` values (from the environment of a deployment) those win and are not written down.
    """

    def __init__(self, home: Path, given: Mapping[str, str] | None = None) -> None:
        self.path = home / "secrets.json"
        self._given = dict(given or {})

    def get(self, name: str) -> str:
        """Return the secret called `name`; letters, digits, `-` and `_` only, so it needs no quoting in a URL."""
        if name in self._given:
            return self._given[name]
        known = self._read()
        if name not in known:
            known = self._add(name)
        return known[name]

    def _read(self) -> dict[str, str]:
        try:
            return {str(key): str(value) for key, value in json.loads(self.path.read_text()).items()}
        except FileNotFoundError:
            return {}

    def _add(self, name: str) -> dict[str, str]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self._read()
            known.setdefault(name, secrets.token_urlsafe(24))
            fresh = self.path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(known, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
            return known
        finally:
            os.close(lock)
