"""Texts that a spreadsheet would run as formulas."""

from __future__ import annotations

import re

_NUMBER_LIKE = re.compile(r"[+-]?[\d\s().,/-]*")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula: it begins with = + - @ and is no number."""
    return text.startswith(_RISKY) and len(text) > 1 and not _NUMBER_LIKE.fullmatch(text)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: a leading ' before what could be a formula."""
    return "'" + text if text.startswith(_RISKY) and not _NUMBER_LIKE.fullmatch(text) else text


def unquoted(text: str) -> str:
    """A text without the ' that ``harmless`` has put before it: what we have given out comes back as it was."""
    bare = text[1:]
    return bare if text.startswith("'") and harmless(bare) == text else text
