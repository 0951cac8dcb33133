"""Letters: a row first, then sent by mail as a job, again and again until the mail server takes it."""

from chassis.mail.letters import (
    Attachment,
    Letter,
    LetterStatus,
    SendLetter,
    letters_of,
    picture,
    post_letter,
    send_again,
)
from chassis.mail.sending import register

__all__ = [
    "Attachment",
    "Letter",
    "LetterStatus",
    "SendLetter",
    "letters_of",
    "picture",
    "post_letter",
    "register",
    "send_again",
]
