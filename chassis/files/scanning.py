"""Files are looked through by ClamAV before they are kept, where ``CLAMD_URL`` names one (``tcp://host:3310`` or
``unix:///path``). Where it is named and does not answer, no file is taken."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import clamd

from chassis.errors import Refused, Unavailable

SECONDS = 60.0
"""How long one look may take."""


class FileInfected(Refused):
    """A virus was found; ``detail["found"]`` is its name."""

    code = "file_infected"
    status = 422


def scan(url: str, content: bytes) -> None:
    """Have a file looked through. Raises FileInfected, Unavailable when the scanner does not answer."""
    if not url:
        return
    parts = urlsplit(url)
    scanner: Any = (
        clamd.ClamdUnixSocket(parts.path, timeout=SECONDS)
        if parts.scheme == "unix"
        else clamd.ClamdNetworkSocket(parts.hostname or "127.0.0.1", parts.port or 3310, timeout=SECONDS)
    )
    try:
        verdict, found = scanner.instream(BytesIO(content))["stream"]
    except (clamd.ClamdError, OSError, ValueError) as error:
        raise Unavailable(what="virus scanner") from error
    if verdict != "OK":
        raise FileInfected(found=str(found))
