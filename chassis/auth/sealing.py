"""Secrets that have to be read again, sealed for the database: whoever copies the tables alone cannot use them."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet


class SecretBox:
    """Seals with the first key of a file and opens with each of them, one key a line: a new key is put in front.

    Raises ValueError when the file holds no key, and cryptography's InvalidToken when no key of it opens something.
    """

    def __init__(self, keys_file: Path) -> None:
        keys = [Fernet(line) for line in keys_file.read_text().split()]
        if not keys:
            raise ValueError(f"no key in {keys_file.name}")
        self._keys = MultiFernet(keys)

    def seal(self, text: str) -> str:
        return self._keys.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        return self._keys.decrypt(sealed.encode()).decode()


def make_box_key(path: Path) -> bool:
    """Make the file with a first key where it is missing; True when it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "wb") as out:
        out.write(Fernet.generate_key() + b"\n")
    return True
