"""What a list is declared of: columns, filters, what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway.mechanism.form import Pairs, Text
from gateway.words import CHOICES


@dataclass(frozen=True)
class Column:
    """One column. ``show``: makes the cell of the value; ``cell``: the macro of the table's ``cells`` that makes it of
    the whole row, ``cell_title`` the one that makes its heading of the column. ``sort``: the service's name of the
    order by it. ``looks``: classes of the cell; ``alarm``: whether a row's is bad news. ``heads``: the cell names its
    row."""

    name: str
    title: Text = ""
    show: Callable[[Any], Any] | None = None
    cell: str = ""
    cell_title: str = ""
    sort: str = ""
    looks: str = ""
    alarm: Callable[[Any], Any] | None = None
    hidden_title: bool = False
    heads: bool = False

    def text(self, row: Mapping[str, Any]) -> Any:
        value = row.get(self.name)
        if self.show is not None:
            return self.show(value)
        return "" if value is None else value

    def looks_of(self, row: Mapping[str, Any]) -> str:
        """Classes of the cell in a row."""
        alarming = self.alarm is not None and self.alarm(row)
        return f"{self.looks} text-danger".strip() if alarming else self.looks

    @property
    def title_looks(self) -> str:
        return "num" if "num" in self.looks.split() else ""


@dataclass(frozen=True)
class Table:
    """Columns of rows. ``cells``: the template of their macros. ``card``: on a phone each row is a card; ``looks``:
    classes of the table; ``mark``: of a row."""

    columns: tuple[Column, ...]
    cells: str = ""
    card: bool = True
    looks: str = ""
    mark: Callable[[Any], str] | None = None

    @property
    def classes(self) -> str:
        return " ".join(filter(None, ("table", self.looks or "card-table", "card-list" if self.card else "")))


@dataclass(frozen=True)
class Filter:
    """One thing that a list is narrowed by: ``search`` (as one types), ``text``, ``date``, ``choice`` (of ``choice`` in
    words.py, or of ``pairs``), ``box`` (yes or nothing), or ``kept`` (from the address, not shown).
    ``spoken``: read aloud instead of the title. ``value``: what it is when nothing is asked. ``blank``: whether a
    choice can be left open. ``suggest``: where a text's suggestions are asked for as one types."""

    name: str
    title: Text = ""
    look: Literal["search", "text", "date", "choice", "box", "kept"] = "choice"
    choice: str = ""
    pairs: Callable[[], Pairs] | None = None
    spoken: Text = ""
    value: str = ""
    blank: bool = True
    suggest: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for what is shown and has no name: nobody who hears the page could tell what it is."""
        nameless = isinstance(self.title, str) and not self.title and isinstance(self.spoken, str) and not self.spoken
        if self.look != "kept" and nameless:
            raise ValueError(f"a filter without a name: {self.name}")

    @property
    def options(self) -> Pairs:
        return self.pairs() if self.pairs is not None else CHOICES[self.choice or self.name].items()


@dataclass(frozen=True)
class Empty:
    """What stands where a list has nothing. ``part``: a template of what can be done about it."""

    title: Text
    hint: Text = ""
    icon: str = "mood-empty"
    part: str = ""
