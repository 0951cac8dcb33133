"""Emails as files: one .eml an email, so that they survive a restart and open in any mail program."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from pathlib import Path

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{6}")


@dataclass(frozen=True)
class Part:
    """A file that came with an email; `number` is its place among them."""

    number: int
    name: str
    kind: str
    content: bytes
    content_id: str


@dataclass(frozen=True)
class Email:
    """An email as it was taken in. `recipients` are those of the envelope: also the hidden ones."""

    name: str
    taken: datetime
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The email, parsed."""
        message = message_from_bytes(self.raw, policy=SMTP)
        assert isinstance(message, EmailMessage)  # the policy says so
        return message

    @property
    def recipients(self) -> str:
        """To whom it went, as one line."""
        return str(self.message.get("X-Envelope-To", ""))

    @property
    def sender(self) -> str:
        """Who says to have written it."""
        return str(self.message.get("From", ""))

    @property
    def subject(self) -> str:
        """Its subject, in plain characters."""
        return str(self.message.get("Subject", ""))

    @cached_property
    def text(self) -> str:
        """Its plain text; empty when it has none."""
        return self._body("plain")

    @cached_property
    def html(self) -> str:
        """Its HTML with the pictures it brought along put in; empty when it has none."""
        html = self._body("html")
        for part in self.parts:
            if part.content_id and part.kind.startswith("image/"):
                html = html.replace(f"cid:{part.content_id}", _data_url(part))
        return html

    @cached_property
    def parts(self) -> list[Part]:
        """Files and pictures, in the order in which they lie in the email."""
        bodies = {id(self.message.get_body((kind,))) for kind in ("plain", "html")}
        leaves = [leaf for leaf in self.message.walk() if not leaf.is_multipart() and id(leaf) not in bodies]
        return [
            Part(
                number,
                leaf.get_filename() or f"part-{number}",
                leaf.get_content_type(),
                leaf.get_payload(decode=True) or b"",  # type: ignore[arg-type]
                str(leaf.get("Content-ID", "")).strip("<> "),
            )
            for number, leaf in enumerate(leaves)
        ]

    def _body(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return str(body.get_content()) if body is not None else ""


class Emails:
    """The emails in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, content: bytes, sender: str, recipients: list[str]) -> str:
        """Store an email with its envelope and return its name."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        envelope = f"X-Envelope-From: {sender}\r\nX-Envelope-To: {', '.join(recipients)}\r\n".encode()
        fresh = self.folder / f"{name}.new"
        fresh.write_bytes(envelope + content)
        fresh.replace(self.folder / f"{name}.eml")
        return name

    def newest(self, count: int) -> Iterator[Email]:
        """At most `count` emails, the newest first."""
        names = sorted((path.stem for path in self.folder.glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
        yield from filter(None, map(self.find, names[:count]))

    def count(self) -> int:
        """How many there are."""
        return sum(1 for _ in self.folder.glob("*.eml"))

    def find(self, name: str) -> Email | None:
        """The email called `name`; None when there is none, also for names that are no names of emails."""
        path = self.folder / f"{name}.eml"
        if not _NAME.fullmatch(name) or not path.exists():
            return None
        taken = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        return Email(name, taken, path.read_bytes())


def _data_url(part: Part) -> str:
    from base64 import b64encode

    return f"data:{part.kind};base64,{b64encode(part.content).decode()}"
