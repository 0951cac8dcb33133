"""The links to set a password by, as they come by email."""

from __future__ import annotations

import re
from email import message_from_string, policy
from urllib.parse import urlsplit

from ops.demo.api_client import eventually
from tests.support.fleet import Fleet


def links_to(fleet: Fleet, address: str) -> list[str]:
    """The links of the emails that came to an address, the newest last."""
    found = []
    for raw in fleet.emails():
        mail = message_from_string(raw, policy=policy.default)
        plain = mail.get_body(("plain",))
        if mail["To"] == address and plain is not None:
            found += re.findall(r"\S+/sign-in/password/open\?token=\S+", plain.get_content())[:1]
    return found


def link_to(fleet: Fleet, address: str) -> str:
    """The path and query of the first link that came to an address, as soon as it is there."""
    parts = urlsplit(eventually(lambda: links_to(fleet, address), what="the link by email")[0])
    return f"{parts.path}?{parts.query}"
