"""Chinese texts compared whether they are written in Traditional or in Simplified characters."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import opencc

from chassis.texts import NoText, half_width, visible


@cache
def _converter() -> Any:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """A text in Simplified characters: 編號 becomes 编号."""
    return text if text.isascii() else str(_converter().convert(text))


@lru_cache(maxsize=20_000)
def comparable(text: str) -> str:
    """A text as it is compared with words that are known: in one line, without what nobody sees, half width,
    Simplified, in lower case."""
    try:
        seen = visible(text)
    except NoText:
        seen = text
    return simplified(half_width(" ".join(seen.split()))).casefold().strip()
