"""What people write where they have nothing to say, and where something is to be emptied."""

from __future__ import annotations

from chassis.values.simplified import comparable

_WORDS = """
无 没有 暂无 空 空白 未填 未填写 未录入 未登记 未提供 未知 不详 不明 不清楚 不适用 待补 待补充 待定 保密 n/a na n.a.
n.a null nil none nan nothing unknown undefined empty blank not_applicable #n/a! (空) (空白) (null) <空> <null> [null]
(none) 无。 无;
"""
WORDS = frozenset(_WORDS.split())
MARKS = frozenset("-–—―‐‑−_/\\.·…~、,，。?？|")
"""A text of nothing but these says nothing."""

LONGEST = 30
"""A longer text says something."""

EMPTYING = frozenset({"[清空]", "【清空】", "<清空>", "(清空)", "[clear]", "<clear>", "(clear)"})
"""A field that is known is emptied where a cell says so: an empty cell leaves it as it is."""


def is_blank(text: str) -> bool:
    """Whether a text says that there is nothing: 无, -, /, N/A ... Only to be asked of what may be empty: a name or a
    code can be any of these words."""
    if len(text) > LONGEST:
        return False
    word = comparable(text)
    return not word or word in WORDS or set(word) <= MARKS


def is_emptying(text: str) -> bool:
    """Whether a text asks for what is there to be emptied."""
    return comparable(text) in EMPTYING
