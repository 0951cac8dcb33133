"""A choice of a few, by the words that people use for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from chassis.values.simplified import comparable

Choice = TypeVar("Choice")


class Choices(Generic[Choice]):
    """Words and what each means, in whatever case, width and kind of Chinese characters they are written."""

    def __init__(self, words: Mapping[Choice, str | Iterable[str]]) -> None:
        """``words``: the choice and its words, as a list or separated by blanks; the choice's own name is one."""
        self.words: dict[str, Choice] = {}
        for choice, known in words.items():
            for word in known.split() if isinstance(known, str) else known:
                self.words[comparable(word)] = choice
            if isinstance(choice, str) and choice:
                self.words[comparable(choice)] = choice

    def find(self, text: str) -> Choice | None:
        """What a word means; None when it is not known."""
        return self.words.get(comparable(text))
