"""Where the emails of the containers go: a mail server on this machine, at the address that containers reach it by."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.servers import free_port
from tests.compose.docker import run


@dataclass
class Emails:
    """Takes every email. The name of the method is aiosmtpd's."""

    url: str = ""
    came: list[tuple[str, str]] = field(default_factory=list)
    """To whom, and the readable text."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        texts = [str(part.get_content()) for part in message.walk() if part.get_content_type() == "text/html"]
        self.came += [(str(recipient), "".join(texts)) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def with_words(self, words: str) -> int:
        """How many emails say this."""
        return sum(words in text for _, text in self.came)


@contextmanager
def caught_emails(image: str) -> Iterator[Emails]:
    """A mail server on the engine's bridge until the block ends; ``image`` has a Python to ask for that address."""
    ask = ("python", "-c", "import socket; print(socket.gethostbyname('here'))")
    bridge = run("docker", "run", "--rm", "--add-host", "here:host-gateway", image, *ask).strip()
    emails = Emails()
    controller = Controller(emails, hostname=bridge, port=free_port())
    emails.url = f"smtp://{bridge}:{controller.port}"
    controller.start()
    try:
        yield emails
    finally:
        controller.stop()
