"""The letters of the feedback service: the words a customer reads, in Chinese first, then in English.

Each letter is a subject, an HTML and a plain text body; the words of each language are a file of their own beside
this module, so that neither can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LANGUAGES = ("zh", "en")
LETTERS = ("thanks",)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter's words."""

    subject: str
    html: str
    text: str


def thanks(*, code: str, customer_name: str, content: str, reply: str) -> Words:
    """Thanks for feedback, with what the customer had said and our reply."""
    values = {"code": code, "customer_name": customer_name, "content": content, "reply": reply}
    return Words(
        subject=_render("thanks.subject.txt", values).strip(),
        html=_render("thanks.html", values),
        text=_render("thanks.txt", values),
    )


def _render(name: str, values: dict[str, str]) -> str:
    return _templates().get_template(name).render(values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
