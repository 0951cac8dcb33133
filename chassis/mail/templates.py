"""Letters as templates: each a subject, an HTML and a plain text body, with a file of its own for every language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter's words."""

    subject: str
    html: str
    text: str


class Templates:
    """The templates of a folder: ``<letter>.subject.txt``, ``<letter>.html`` and ``<letter>.txt``; the last two include
    the files of the languages. ``trim``: a line that only says what to do leaves no empty line."""

    def __init__(self, folder: Path, *, trim: bool = False) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=trim,
            lstrip_blocks=trim,
        )

    def words(self, letter: str, values: dict[str, Any]) -> Words:
        """A letter's words with values put in; one that a template names and is not given is an error."""
        subject, html, text = (
            self._environment.get_template(f"{letter}.{part}").render(values) for part in ("subject.txt", "html", "txt")
        )
        return Words(subject=subject.strip(), html=html, text=text)
