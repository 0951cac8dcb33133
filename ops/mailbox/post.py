"""The SMTP side of the mail catcher."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.mailbox.emails import Emails

REFUSED = "@refused.example"
"""Emails to this domain are refused, so that one can see what the system does then."""


class PostOffice:
    """Takes every email but those to REFUSED; the names of the methods are aiosmtpd's."""

    def __init__(self, emails: Emails) -> None:
        self._emails = emails

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient."""
        if address.lower().endswith(REFUSED):
            return "550 5.1.1 this domain refuses every letter"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Store an email before saying that it was taken."""
        content = envelope.original_content or b""
        recipients = [str(recipient) for recipient in envelope.rcpt_tos]
        await asyncio.to_thread(self._emails.keep, content, str(envelope.mail_from or ""), recipients)
        return "250 OK"
