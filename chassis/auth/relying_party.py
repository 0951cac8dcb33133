"""For which address passkeys are made (WebAuthn calls it the relying party)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """``id`` is the name of the machine, ``origin`` the address as a browser says it."""

    id: str
    origin: str


def relying_party(public_url: str) -> RelyingParty | None:
    """The relying party of the address that people use; None where browsers know no passkeys: at an address without a
    name (an IP address), and without encryption, except on the machine itself (localhost)."""
    try:
        parts = urlsplit(public_url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        return None
    if not host or _is_ip(host) or parts.scheme not in _PORTS:
        return None
    if parts.scheme == "http" and host != "localhost" and not host.endswith(".localhost"):
        return None
    named = f":{port}" if port is not None and port != _PORTS[parts.scheme] else ""
    return RelyingParty(id=host, origin=f"{parts.scheme}://{host}{named}")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
