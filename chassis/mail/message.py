"""An email as a mail: text and HTML, pictures inside, files beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from sqlalchemy import Row


def compose(
    email: Row[Any], attachments: Sequence[Row[Any]], *, to: Sequence[str], mail_from: str, at: datetime
) -> EmailMessage:
    """The mail of an email: header words in any script, the same Message-ID every time."""
    mail = EmailMessage()
    name, address = parseaddr(mail_from)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = ", ".join(to)
    mail["Subject"] = " ".join(email.subject.split())  # a header is one line
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = email.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(email.text)
    mail.add_alternative(email.html, subtype="html")
    html: Any = mail.get_payload()[1]  # type: ignore[index]
    for file in attachments:
        main, _, sub = file.mime.partition("/")
        if file.cid:
            html.add_related(file.content, main, sub, cid=f"<{file.cid}>", filename=file.name, disposition="inline")
    for file in attachments:
        main, _, sub = file.mime.partition("/")
        if not file.cid:
            mail.add_attachment(file.content, main, sub, filename=file.name)
    return mail
