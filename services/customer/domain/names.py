"""Names as people look for them: sorted and found by pinyin, found by any two characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style
from pypinyin.core import Pinyin

from services.customer.domain.surnames import SURNAMES, surname_of

LONGEST_KEY = 200
PINYIN_KEYS = (3, 6)
"""How many letters of its pinyin, from each syllable on, a name is found by."""

MOST_READINGS = 8
LONGEST_READ = 6
"""How many ways of reading a person's name are kept, and how many characters it has at most of which each is tried."""

_AS_IS = "\0"
_PINYIN = Pinyin()
_HAN = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True)
class FoundBy:
    """What a name is sorted and found by: pinyin of the whole name, the first letters of its syllables (张三 -> ``zs``;
    other characters stand for themselves), pinyin without spaces, and the pairs of name and initials with the keys of
    the pinyin. All lower case. Of a name that is read in several ways the usual one is first, with a space between each
    two."""

    sort_key: str
    initials: str
    readings: str
    pairs: list[str]


def found_by(name: str, *, person: bool = False) -> FoundBy:
    """What a name is sorted and found by; that of a ``person`` begins with a surname, and is found by each way to read
    it."""
    ways = _ways_of_person(name) if person else [_read(name)]
    initials = list(dict.fromkeys(_initials(way) for way in ways))
    wholes = [_whole(way) for way in ways]
    found = pairs(name).union(*map(pairs, initials), *map(pinyin_keys, wholes))
    readings = list(dict.fromkeys(whole.replace(" ", "") for whole in wholes))
    return FoundBy(wholes[0], _joined(initials), " ".join(readings), sorted(found))


def _joined(initials: list[str]) -> str:
    """As many as there is room for; the first always."""
    while len(whole := " ".join(initials)) > LONGEST_KEY:
        initials = initials[:-1]
    return whole


def _initials(way: Sequence[str]) -> str:
    letters = "".join(s[1:] if s.startswith(_AS_IS) else s[:1] for s in way).lower()
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_KEY]


def _whole(way: Sequence[str]) -> str:
    return " ".join(s.removeprefix(_AS_IS) for s in way).lower()[:LONGEST_KEY]


def _read(name: str) -> list[str]:
    """The usual way to read a name, syllable by syllable."""
    return [syllable for word in _PINYIN.seg(name) for syllable in _syllables(word)]


def _ways_of_person(name: str) -> list[list[str]]:
    """The ways to read a person's name: the surname as a surname, then as its characters are read elsewhere, then one
    character after the other in its other readings, which people give to their children, too."""
    surname = surname_of(name)
    given = _read(name[len(surname) :])
    usual = [[*way.split(), *given] for way in SURNAMES.get(surname, ("",))]
    ways = [*usual, _read(name)]
    if len(usual[0]) == len(name) <= LONGEST_READ and _HAN.fullmatch(name):
        for character in dict.fromkeys(name[max(len(surname), 1) :]):
            ways += [_with(usual[0], name, character, other) for other in _ways_of(character)]
    return list(map(list, dict.fromkeys(map(tuple, ways))))[:MOST_READINGS]


def _with(way: Sequence[str], name: str, character: str, other: str) -> list[str]:
    """A way to read a name with another reading of one of its characters; the surname stays."""
    behind = max(len(surname_of(name)), 1)
    read = zip(name[behind:], way[behind:], strict=True)
    return [*way[:behind], *(other if each == character else syllable for each, syllable in read)]


@lru_cache(maxsize=10_000)
def _ways_of(character: str) -> tuple[str, ...]:
    """Every way to read a character."""
    return tuple(_PINYIN.pinyin(character, style=Style.NORMAL, heteronym=True)[0])


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
