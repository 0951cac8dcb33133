"""Names as people look for them: sorted and found by pinyin, found by any two characters."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

LONGEST_KEY = 200


def initials(name: str) -> str:
    """The first letters of a name's syllables, lower case: 张三 -> ``zs``; other characters stand for themselves."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_KEY]


def sort_key(name: str) -> str:
    """Pinyin of the whole name, lower case: what a Chinese list is ordered by."""
    return " ".join(lazy_pinyin(name)).lower()[:LONGEST_KEY]


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text, lower case, spaces left out."""
    squeezed = "".join(text.lower().split())
    return {squeezed[i : i + 2] for i in range(len(squeezed) - 1)}


def search_pairs(name: str) -> list[str]:
    """The pairs a customer is found by: those of the name and those of its initials."""
    return sorted(pairs(name) | pairs(initials(name)))
