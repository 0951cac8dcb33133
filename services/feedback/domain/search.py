"""Cases and customers as people look for them: found by any two characters."""

from __future__ import annotations


def pairs(text: str) -> list[str]:
    """Every two neighbouring characters of a text, lower case, spaces left out; in order, each once."""
    squeezed = "".join(text.lower().split())
    return sorted({squeezed[i : i + 2] for i in range(len(squeezed) - 1)})
