"""What a case is about, in one line."""

from __future__ import annotations

import re

LONGEST = 40
"""Characters of a title."""

_END = re.compile(r"[。！？!?；;\n]|(?<=\D)[.](?=\s|$)")


def subject_line(content: str) -> str:
    """The first sentence of what the customer said; a long one is cut, and an ellipsis says so."""
    text = content.strip()
    first = _END.split(text, maxsplit=1)[0]
    line = " ".join((first or text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip("，,、 ") + "…"
