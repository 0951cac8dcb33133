"""The key pair with which the auth service signs tokens: made where it is missing."""

from pathlib import Path

from chassis.auth.keys import make_keys


def ensure_keys(signing: Path, public: Path) -> bool:
    """Make the two files where the private one is missing; True when they were made."""
    return make_keys(signing, public)
