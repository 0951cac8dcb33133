"""Hand a mail to the mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 20.0


class NotTaken(Exception):
    """The mail server did not take the mail for some address. ``lasting``: it will not change its mind soon."""

    def __init__(self, reason: str, *, lasting: bool, accepted: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.lasting = lasting
        self.accepted = list(accepted)


def send(smtp_url: str, mail: EmailMessage, *, sender: str, to: Sequence[str]) -> None:
    """Send ``mail`` to the addresses ``to``. Raises NotTaken, naming who was accepted all the same.

    ``smtp://host:port`` (with ``?starttls=1`` for encryption) or ``smtps://``, each with ``user:password@`` if need be.
    """
    try:
        with _connect(smtp_url) as server:
            refused = server.send_message(mail, from_addr=sender, to_addrs=list(to))
    except smtplib.SMTPRecipientsRefused as error:
        raise _not_taken(error.recipients, to) from error
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{error.smtp_code} {_words(error.smtp_error)}", lasting=error.smtp_code >= 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"{type(error).__name__}: {error}"[:300], lasting=False) from error
    if refused:
        raise _not_taken(refused, to)


def _connect(smtp_url: str) -> smtplib.SMTP:
    url = urlsplit(smtp_url)
    host = url.hostname or "127.0.0.1"
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
    try:
        if url.scheme != "smtps" and parse_qs(url.query).get("starttls"):
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _not_taken(refused: dict[str, tuple[int, bytes]], to: Sequence[str]) -> NotTaken:
    reasons = "; ".join(f"{address}: {code} {_words(reason)}" for address, (code, reason) in refused.items())
    return NotTaken(
        reasons[:500],
        lasting=all(code >= 500 for code, _ in refused.values()),
        accepted=[address for address in to if address not in refused],
    )


def _words(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason
