"""The emails of the feedback service: the words a customer reads, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from pathlib import Path

from chassis.mail.templates import Templates, Words

EMAILS = ("thanks",)
TEMPLATES = Templates(Path(__file__).parent)


def thanks(*, code: str, customer_name: str, content: str, reply: str) -> Words:
    """Thanks for feedback, with what the customer had said and our reply."""
    values = {"code": code, "customer_name": customer_name, "content": content, "reply": reply}
    return TEMPLATES.words("thanks", values)
