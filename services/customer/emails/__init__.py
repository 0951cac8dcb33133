"""The emails of the customer service: what its own people are told, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from pathlib import Path

from chassis.mail.templates import Templates, Words

EMAILS = ("unusual",)
TEMPLATES = Templates(Path(__file__).parent)


def unusual(*, name: str, department: str, day: str, customers: int, usual: str, link: str) -> Words:
    """Somebody read far more customers on a day than is their habit; ``link``: the auditor's page."""
    values = {"name": name, "department": department, "day": day, "customers": customers, "usual": usual, "link": link}
    return TEMPLATES.words("unusual", values)
