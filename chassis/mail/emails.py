"""Write emails, and tell what has become of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.context import Context
from chassis.db.models import new_id
from chassis.jobs.registry import job
from chassis.mail.tables import email_attachment_table, email_table


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with an email. With ``cid`` it is a picture the HTML shows as ``<img src="cid:...">``."""

    name: str
    mime: str
    content: bytes
    cid: str | None = None


def picture(cid: str, content: bytes, mime: str = "image/png") -> Attachment:
    """A picture inside an email."""
    return Attachment(name=f"{cid}.{mime.rpartition('/')[2]}", mime=mime, content=content, cid=cid)


@dataclass(frozen=True, kw_only=True)
class Email:
    """What is to be sent. The same ``unique_key`` is sent once, however often it is posted. ``secret_until``: it holds
    something that opens what nobody else may open until then: its words are forgotten when it is sent, or given up,
    which it is at that time."""

    unique_key: str
    to: Sequence[str]
    subject: str
    html: str
    text: str
    attachments: Sequence[Attachment] = ()
    secret_until: datetime | None = None


@dataclass(frozen=True)
class EmailStatus:
    """What has become of an email: waiting, sent, or failed after days of trying."""

    id: UUID
    unique_key: str
    to: list[str]
    subject: str
    status: str
    attempts: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None


@job("mail.send_letter.v1")
class SendEmail:
    """Send one letter. ``secret_until``: as of Email."""

    letter_id: UUID
    secret_until: datetime | None = None


def enqueue_email(ctx: Context, written: Email) -> UUID:
    """Write an email into the outbox, with the transaction; returns its id. One written before under the same key is
    left as it is. Raises ValueError."""
    if not written.to:
        raise ValueError("an email needs somebody to go to")
    row = {
        "id": new_id(),
        "unique_key": written.unique_key,
        "message_id": _message_id(written.unique_key),
        "to": list(written.to),
        "subject": written.subject,
        "html": written.html,
        "text": written.text,
    }
    added = ctx.session.execute(
        insert(email_table).values(row).on_conflict_do_nothing().returning(email_table.c.id)
    ).scalar()
    if added is None:
        known: UUID = ctx.session.execute(
            select(email_table.c.id).where(email_table.c.unique_key == written.unique_key)
        ).scalar_one()
        return known
    if written.attachments:
        files = [
            {
                "letter_id": added,
                "number": number,
                "name": file.name,
                "mime": file.mime,
                "cid": file.cid,
                "content": file.content,
            }
            for number, file in enumerate(written.attachments)
        ]
        ctx.session.execute(insert(email_attachment_table), files)
    email_id: UUID = added
    ctx.enqueue(SendEmail(letter_id=email_id, secret_until=written.secret_until), unique=f"letter:{email_id}")
    return email_id


def _message_id(unique_key: str) -> str:
    """The same on every try, so that an email that did arrive before a crash is known again."""
    return f"<{hashlib.sha256(unique_key.encode()).hexdigest()[:40]}@guanxi>"


def send_again(ctx: Context, email_id: UUID, *, to: Sequence[str] = ()) -> bool:
    """Try a letter that was given up once more, from now on; ``to`` other addresses, where some are given. False when
    it is not one of those, or its words are forgotten."""
    elsewhere = {"to": list(to), "accepted": []} if to else {}
    revived = ctx.session.execute(
        update(email_table)
        .where(email_table.c.id == email_id, email_table.c.status == "failed", email_table.c.text != "")
        .values(status="waiting", attempts=0, created_at=ctx.now, last_error=None, **elsewhere)
        .returning(email_table.c.id)
    ).first()
    if revived is None:
        return False
    ctx.enqueue(SendEmail(letter_id=email_id))
    return True


def emails_of(session: Session, *unique_prefixes: str) -> list[EmailStatus]:
    """The emails whose key starts with one of ``unique_prefixes``, the first one first."""
    rows = session.execute(
        select(*(email_table.c[name] for name in EmailStatus.__dataclass_fields__))
        .where(or_(*(email_table.c.unique_key.startswith(each, autoescape=True) for each in unique_prefixes)))
        .order_by(email_table.c.created_at, email_table.c.id)
    )
    return [EmailStatus(**row._mapping) for row in rows]


def email_of(session: Session, id: UUID) -> EmailStatus:
    """One email."""
    columns = (email_table.c[name] for name in EmailStatus.__dataclass_fields__)
    return EmailStatus(**session.execute(select(*columns).where(email_table.c.id == id)).one()._mapping)
