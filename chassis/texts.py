"""Texts as people see them: one form for what looks the same, and nothing in them that nobody can see."""

from __future__ import annotations

import re
import unicodedata

JOINER = "\u200d"
"""Joins signs of a picture (a family, a profession); anywhere else nobody sees it."""

PICTURE = "\ufe0f"
"""Behind a sign: draw it as a picture. Anywhere else nobody sees it."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""What is drawn as nothing, though it counts as a letter or a mark."""

_SKIN = range(0x1F3FB, 0x1F400)


class NoText(ValueError):
    """What cannot be kept as a text: a zero character, or half of one."""


class LineEnds(ValueError):
    """A text of one line has more than one."""


def clean(text: str, *, lines: bool = False) -> str:
    """A text in its one form (NFC), without what nobody sees, its blanks plain, and none around it. With ``lines`` it
    may have several, each ended by a line feed. Raises NoText, LineEnds."""
    seen = visible(text).strip()
    if "\n" in seen and not lines:
        raise LineEnds(text)
    return seen if lines else seen.replace("\t", " ")


def visible(text: str) -> str:
    """A text in its one form (NFC), without what nobody sees; every blank is a plain space, every line end a line
    feed; tabs stay. Raises NoText."""
    if text.isprintable() and not _BLANK.search(text):
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if _NO_TEXT.search(text):
        raise NoText(text)
    seen: list[str] = []
    letters = _LINE_END.sub("\n", text)
    for place, letter in enumerate(letters):
        if letter in "\n\t" or _is_seen(letter):
            seen.append(letter)
        elif unicodedata.category(letter) == "Zs":
            seen.append(" ")
        elif _belongs(letter, seen, letters[place + 1 : place + 2]):
            seen.append(letter)
    return unicodedata.normalize("NFC", "".join(seen))


def half_width(text: str) -> str:
    """A code, a date, a number or an address of mail with the letters and figures that a keyboard has (NFKC):
    ``ＢＲ１１１`` is BR111."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _is_seen(letter: str) -> bool:
    """Whether one sees a letter. Of private use are rare characters of names; of later versions of Unicode those that
    this Python does not know."""
    if letter.isprintable():
        return not _BLANK.match(letter)
    category = unicodedata.category(letter)
    return category == "Co" or (category == "Cn" and not _is_never_a_letter(letter))


def _is_never_a_letter(letter: str) -> bool:
    return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF or bool(_BLANK.match(letter))


def _belongs(letter: str, before: list[str], after: str) -> bool:
    """Whether a joiner stands between the signs of a picture, or what asks for a picture behind a sign."""
    if not before or letter not in (JOINER, PICTURE):
        return False
    if letter == PICTURE:
        return _is_sign(before[-1])
    return (_is_sign(before[-1]) or before[-1] == PICTURE) and bool(after) and _is_sign(after)


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter) == "So" or ord(letter) in _SKIN
