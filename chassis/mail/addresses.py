"""Whether a mail can go somewhere at all."""

from __future__ import annotations

import re
from email.utils import parseaddr

_PLAIN = re.compile(r"""[^\s@"(),:;<>\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@"(),:;<>\[\]\\\x00-\x1f\x7f-\x9f]+""")


def is_address(text: str) -> bool:
    """True for ``somebody@somewhere``, with a name in front or without. A mail server takes stranger ones, but no
    header can carry all of them, and what a library makes of them is somebody else's address or none."""
    address = parseaddr(text)[1]
    whole = text == address or text.endswith(f"<{address}>")
    return whole and text.isprintable() and _PLAIN.fullmatch(address) is not None
