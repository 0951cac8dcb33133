"""Emails: a row first, then sent by mail as a job, again and again until the mail server takes it."""

from chassis.mail.emails import (
    Attachment,
    Email,
    EmailStatus,
    SendEmail,
    emails_of,
    enqueue_email,
    picture,
    send_again,
)
from chassis.mail.sending import Failed, register

__all__ = [
    "Attachment",
    "Email",
    "EmailStatus",
    "Failed",
    "SendEmail",
    "emails_of",
    "enqueue_email",
    "picture",
    "register",
    "send_again",
]
