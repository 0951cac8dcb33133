"""Emails as templates: of each only a subject and the words, a file for every language; how they are laid out is the
same for all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

LANGUAGES = ("zh", "en")
"""In the order in which an email says everything."""

_LAYOUT = Path(__file__).parent / "layout"


@dataclass(frozen=True, kw_only=True)
class Words:
    """An email's words."""

    subject: str
    html: str
    text: str


class Templates:
    """The templates of a folder: ``<email>.subject.txt``, and for each language ``<email>.<language>.html`` and
    ``.txt``. Below the words there may be what needs none (a table): a template in ``.html`` and ``.txt`` as well."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([folder, _LAYOUT]),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def words(self, email: str, values: dict[str, Any], *, below: str = "") -> Words:
        """An email's words with values put in; one that a template names and is not given is an error."""
        subject = self._environment.get_template(f"{email}.subject.txt").render(values).strip()
        laid_out = {**values, "subject": subject, "words": email, "below": below}
        html, text = (self._environment.get_template(f"email.{part}").render(laid_out) for part in ("html", "txt"))
        return Words(subject=subject, html=html, text=text)
