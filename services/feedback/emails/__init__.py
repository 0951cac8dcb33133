"""The emails of the feedback service: the words a customer reads, in Chinese first, then in English.

The words of each language are a file of their own extras this module, so that neither can be forgotten.
"""

from __future__ import annotations

from pathlib import Path

from chassis.mail.templates import Templates, Words

EMAILS = ("answer", "satisfaction", "thanks")
TEMPLATES = Templates(Path(__file__).parent)


def thanks(*, code: str, customer_name: str, content: str, reply: str) -> Words:
    """Thanks for feedback, with what the customer had said and our reply."""
    values = {"code": code, "customer_name": customer_name, "content": content, "reply": reply}
    return TEMPLATES.words("thanks", values)


def satisfaction(*, code: str, customer_name: str, until: str, link: str) -> Words:
    """The question how satisfied the customer is, with the link to answer by until a day."""
    values = {"code": code, "customer_name": customer_name, "until": until, "link": link}
    return TEMPLATES.words("satisfaction", values)


def answer(*, code: str, about: str, text: str) -> Words:
    """What we tell a customer about a case, in the words of who writes, under the case's code."""
    return TEMPLATES.words("answer", {"code": code, "about": about, "text": text})
