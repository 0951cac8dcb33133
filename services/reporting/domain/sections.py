"""What the author of a report writes: three sections, in this order."""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS = ("what_happened", "why", "proposal")
LONGEST = 20_000
"""Characters of one section."""


def written(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The sections that hold something, in their order; words from before there were sections hold none."""
    return [(name, words[name]) for name in SECTIONS if words.get(name)]
