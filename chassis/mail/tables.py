"""The tables of emails: what is to be sent by mail, and whether it was."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.base import chassis_metadata

_TIME = DateTime(timezone=True)

email_table = Table(
    "letter",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("unique_key", Text, nullable=False, unique=True),
    Column("message_id", Text, nullable=False, comment="made from the unique key: the same on every try"),
    Column("to", JSONB, nullable=False),
    Column(
        "accepted",
        JSONB,
        nullable=False,
        server_default=text("'[]'"),
        comment="addresses the mail server has taken it for",
    ),
    Column("subject", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column(
        "status",
        Text,
        CheckConstraint("status IN ('waiting', 'sent', 'failed')", name="status"),
        nullable=False,
        server_default="waiting",
    ),
    Column("attempts", BigInteger, nullable=False, server_default=text("0")),
    Column("last_error", Text),
    Column("created_at", _TIME, nullable=False, server_default=func.clock_timestamp()),
    Column("sent_at", _TIME),
)

email_attachment_table = Table(
    "letter_attachment",
    chassis_metadata,
    Column("letter_id", Uuid, ForeignKey("letter.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("cid", Text, comment="content id of a picture shown inside the letter; null = an ordinary attachment"),
    Column("content", LargeBinary, nullable=False),
)
