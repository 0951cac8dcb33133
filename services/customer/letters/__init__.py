"""The letters of the customer service: what its own people are told, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LANGUAGES = ("zh", "en")
LETTERS = ("unusual",)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter's words."""

    subject: str
    html: str
    text: str


def unusual(*, name: str, department: str, day: str, customers: int, usual: str, link: str) -> Words:
    """Somebody read far more customers on a day than is their habit; ``link``: the auditor's page."""
    values = {"name": name, "department": department, "day": day, "customers": customers, "usual": usual, "link": link}
    return Words(
        subject=_render("unusual.subject.txt", values).strip(),
        html=_render("unusual.html", values),
        text=_render("unusual.txt", values),
    )


def _render(name: str, values: dict[str, Any]) -> str:
    return _templates().get_template(name).render(values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
