"""How a section of the pages declares its words, and how those of all sections become one vocabulary.

Beside its pages each section keeps a ``words.py`` with one declaration, ``WORDS = Words(...)``; what all of them need
stands in ``gateway/shared_words.py``. Every word is said once: the vocabulary of two that say the same is an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

Choice = Mapping[str, LazyString]
"""Value -> its word. The keys are the members of an enum where ``contracts`` or the chassis has one."""


class WordTwice(Exception):
    """Two sections have words for the same thing. Each line of the text names one thing and both sections."""


class ColorOfNothing(Exception):
    """A badge's colour is declared for a value that has no word beside it."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What one section says.

    ``choices``: choice -> its values' words. ``colors``: choice -> the colours of its badges, for values declared here.
    ``fields``: field of a form or a record -> its word. ``error_messages``: error code -> what it means and what to do.
    ``columns``: kind of record, as the trail names it -> column -> the choice that the column's values are of, where
    the choice is not called like the column.
    """

    choices: Mapping[str, Choice] = field(default_factory=dict)
    colors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: Mapping[str, LazyString] = field(default_factory=dict)
    error_messages: Mapping[str, LazyString] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nothing = [
            f"{choice} {value}"
            for choice, colors in self.colors.items()
            for value in colors
            if value not in self.choices.get(choice, {})
        ]
        if nothing:
            raise ColorOfNothing(", ".join(nothing))

    def enum_of(self, choice: str) -> type[StrEnum] | None:
        """The enum whose members are the values of a choice; None where they are plain texts."""
        return next((type(value) for value in self.choices[choice] if isinstance(value, StrEnum)), None)

    def lacking(self) -> Iterator[str]:
        """What an enum has and its choice has no word for, as ``choice value``."""
        for choice, words in self.choices.items():
            yield from (f"{choice} {value}" for value in self.enum_of(choice) or () if value not in words)


def merge(sections: Mapping[str, Words]) -> Words:
    """The words of all sections, named by them, as one vocabulary. Raises WordTwice."""
    merged: dict[str, dict[str, Any]] = {}
    twice = []
    for part in (each.name for each in fields(Words)):
        said: dict[str, list[str]] = defaultdict(list)
        merged[part] = {}
        for section, words in sections.items():
            for name, what in getattr(words, part).items():
                said[name].append(section)
                merged[part][name] = what
        twice += [f"{part}: {name} in {' and '.join(by)}" for name, by in said.items() if len(by) > 1]
    if twice:
        raise WordTwice("\n".join(twice))
    return Words(**merged)
