"""The letters of the auth service: what those who answer for accounts are asked, in Chinese first, then in English.

The words of each language are a file of their own beside this module, so that neither can be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LANGUAGES = ("zh", "en")
LETTERS = ("review", "reminder")


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter's words."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """An account in a letter. ``signed_in``: the day of the last sign-in, '' when there was none."""

    name: str
    username: str
    department: str
    signed_in: str


def account_review(letter: str, *, due: str, rows: Sequence[Line], link: str) -> Words:
    """The accounts that somebody answers for, until a day; ``letter`` is one of LETTERS."""
    values = {"due": due, "rows": rows, "link": link}
    return Words(
        subject=_render(f"{letter}.subject.txt", values).strip(),
        html=_render(f"{letter}.html", values),
        text=_render(f"{letter}.txt", values),
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
        trim_blocks=True,
        lstrip_blocks=True,
    )
