"""The age key that backups are encrypted for. Without it they are worth nothing, so a copy belongs elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pyrage import IdentityError, RecipientError, x25519

from ops.backup.policy import Policy
from ops.site import SiteError


def ensure_key(path: Path) -> bool:
    """Make the key where there is none; True when it was made."""
    if path.exists():
        return False
    made = x25519.Identity.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"# public key: {made.to_public()}\n{made}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return True


def read_key(path: Path) -> Any:
    """The key of a file as age-keygen writes it; raises SiteError when there is none."""
    try:
        lines = path.read_text().splitlines()
        return x25519.Identity.from_str(next(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except FileNotFoundError:
        raise SiteError(f"There is no key for backups at {path}: put it back, or name it in BACKUP_KEY_FILE.") from None
    except (StopIteration, IdentityError):
        raise SiteError(f"{path} holds no age key (a line AGE-SECRET-KEY-...).") from None


def recipients_of(policy: Policy) -> list[Any]:
    """For whom a house encrypts: its own key, and those that were named. Raises SiteError for one that is none."""
    try:
        named = [x25519.Recipient.from_str(each) for each in policy.recipients]
    except RecipientError:
        raise SiteError("BACKUP_RECIPIENTS holds something that is no age recipient (age1...).") from None
    return [read_key(policy.key_file).to_public(), *named]


HINT = """The backups are encrypted with the key in {path}
Keep a copy of that file where this machine cannot lose it (a password safe, paper in a drawer): without it no backup
can be opened, and a copy that lies beside the backups protects nothing."""
