"""Names as people look for them: sorted and found by pinyin, found by any two characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pypinyin.core import Pinyin

LONGEST_KEY = 200
PINYIN_KEYS = (3, 6)
"""How many letters of its pinyin, from each syllable on, a name is found by."""

_AS_IS = "\0"
_PINYIN = Pinyin()


@dataclass(frozen=True)
class FoundBy:
    """What a name is sorted and found by: pinyin of the whole name, the first letters of its syllables (张三 -> ``zs``;
    other characters stand for themselves), and the pairs of name and initials with the keys of the pinyin. All lower
    case."""

    sort_key: str
    initials: str
    pairs: list[str]


def found_by(name: str) -> FoundBy:
    """What a name is sorted and found by."""
    syllables = [syllable for word in _PINYIN.seg(name) for syllable in _syllables(word)]
    letters = "".join(s[1:] if s.startswith(_AS_IS) else s[:1] for s in syllables).lower()
    first = "".join(letter for letter in letters if letter.isalnum())[:LONGEST_KEY]
    whole = " ".join(s.removeprefix(_AS_IS) for s in syllables).lower()[:LONGEST_KEY]
    return FoundBy(whole, first, sorted(pairs(name) | pairs(first) | pinyin_keys(whole)))


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    """The pinyin of one word; remembered, because names are made of the same few thousand words."""
    return tuple(_PINYIN.lazy_pinyin(word, errors=lambda other: _AS_IS + other))


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text, lower case, spaces left out."""
    squeezed = "".join(text.lower().split())
    return {squeezed[i : i + 2] for i in range(len(squeezed) - 1)}


def pinyin_keys(sort_key: str) -> set[str]:
    """The first letters of a name's pinyin, from each syllable on: ``ou yang feng`` -> ouy, ouyang, yan, ..."""
    starts = [0, *(at + 1 for at, letter in enumerate(sort_key) if letter == " ")]
    rests = [sort_key[start:].replace(" ", "") for start in starts if not sort_key[start : start + 1].isspace()]
    return {rest[:length] for rest in rests for length in PINYIN_KEYS if len(rest) >= length}


def pinyin_key(text: str) -> str:
    """The key that a name has whose pinyin begins like ``text`` at one of its syllables; '' when it says too little."""
    if not (text.isascii() and text.isalpha()):
        return ""
    return next((text[:length] for length in reversed(PINYIN_KEYS) if len(text) >= length), "")
