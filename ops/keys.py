"""The key pair with which the auth service signs tokens: Ed25519, two JWKS files, the private one closed to others."""

import json
import os
import time
from pathlib import Path

from joserfc.jwk import OKPKey


def ensure_keys(signing: Path, public: Path) -> bool:
    """Make the two files where the private one is missing; True when they were made."""
    if signing.exists() and public.exists():
        return False
    key = OKPKey.generate_key(
        "Ed25519", {"use": "sig", "kid": time.strftime("%Y%m%d%H%M%S", time.gmtime())}, private=True
    )
    _write(signing, {"keys": [key.as_dict(private=True)]}, 0o600)
    _write(public, {"keys": [key.as_dict(private=False)]}, 0o644)
    return True


def _write(path: Path, content: object, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        json.dump(content, file, indent=2)
    fresh.replace(path)
