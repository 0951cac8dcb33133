"""The keys of the auth service: made where they are missing."""

from pathlib import Path

from chassis.auth.keys import make_keys
from chassis.auth.sealing import make_box_key


def ensure_keys(signing: Path, public: Path, factor: Path) -> bool:
    """Make the key pair that signs tokens and the key that seals second factors; True when any of them was made."""
    made = make_keys(signing, public)
    return make_box_key(factor) or made
