"""What is going to be written: new files and edits of old ones, all worked out before the first is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=StrictUndefined,
    variable_start_string="«",
    variable_end_string="»",
    block_start_string="«%",
    block_end_string="%»",
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,
)
"""What is filled in stands between « and », which neither Python nor the pages' own templates know."""

Edit = Callable[[str], str]


class Refused(Exception):
    """Nothing was written. The text says why, and what to do."""


class Tree:
    """A checkout at ``root`` as it will be: ``new`` files and ``edited`` ones, path -> text."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.new: dict[str, str] = {}
        self.edited: dict[str, str] = {}

    def has(self, path: str) -> bool:
        """Whether there is or will be such a file or folder."""
        return path in self.new or (self.root / path).exists()

    def read(self, path: str) -> str:
        """A file as it will be. Raises Refused when there is none."""
        known = self.new.get(path, self.edited.get(path))
        if known is not None:
            return known
        if not (self.root / path).is_file():
            raise Refused(f"{path} is missing")
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, template: str, **values: object) -> None:
        """A new file. Raises Refused when it is there already: nothing is overwritten."""
        if self.has(path):
            raise Refused(f"{path} is there already")
        self.new[path] = TEMPLATES.get_template(template).render(**values)

    def edit(self, path: str, *edits: Edit) -> None:
        """Change a file; what is in it already changes nothing. Raises Refused where an edit finds no place."""
        text = before = self.read(path)
        for change in edits:
            try:
                text = change(text)
            except LookupError as error:
                raise Refused(f"{path}: {error.args[0]}") from error
        if text != before:
            (self.new if path in self.new else self.edited)[path] = text

    @property
    def lines(self) -> list[str]:
        """What is going to happen, a line a file."""
        return [f"write {path}" for path in self.new] + [f"edit  {path}" for path in self.edited]

    def save(self) -> None:
        """Write everything."""
        for path, text in {**self.new, **self.edited}.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")
