"""Insertions find their place by what it means, are made once, and say where there is none."""

from __future__ import annotations

import pytest

from ops.new.edits import adding, after_line, before, importing, member
from ops.new.tree import Edit

SOURCE = '''"""A module."""

from __future__ import annotations

from enum import StrEnum

NAMES: tuple[str, ...] = ()
FEW = frozenset({"一", "二"})  # 中文
WORDS = Words(choices={"kind": {"a": "甲"}}, error_messages={})
ROLES = (
    _role("sales", "业务员", {"read": 1}),
    _role("lead", "领导", {}),
)


class Kind(StrEnum):
    """What there is."""

    A = "a"
'''

EDITS: dict[str, tuple[Edit, str]] = {
    "the first of a tuple": (adding("NAMES", '"one"'), 'NAMES: tuple[str, ...] = ("one",)'),
    "an element of a frozen set, after Chinese": (adding("FEW", '"三"'), 'FEW = frozenset({"一", "二", "三"})  # 中文'),
    "a key inside a call": (adding("WORDS.choices.kind", '"b": "乙"'), '{"kind": {"a": "甲", "b": "乙"}}'),
    "the first key": (adding("WORDS.error_messages", '"no": "不"'), 'error_messages={"no": "不",}'),
    "an argument of a named element": (adding("ROLES.lead.2", '"read": 1'), '_role("lead", "领导", {"read": 1,})'),
    "an element before another": (before("ROLES", "lead", '_role("chief")'), '    _role("chief"), _role("lead"'),
    "a member of a class": (member("Kind", 'B = "b"'), '    A = "a"\n\n    B = "b"\n'),
    "an import": (importing("from typing import Any"), "annotations\n\nfrom typing import Any\n"),
    "a line after another": (after_line(r"FEW = .*", "MORE = 1\n"), "# 中文\nMORE = 1\n"),
    "a line after the last such": (after_line(r"last:    _role.*", "    # more\n"), "{}),\n    # more\n)"),
}


@pytest.mark.parametrize(("edit", "made"), EDITS.values(), ids=EDITS)
def test_an_insertion_finds_its_place_and_is_made_once(edit: Edit, made: str) -> None:
    once = edit(SOURCE)
    assert made in once
    assert edit(once) == once
    assert len([line for line in SOURCE.splitlines() if line not in once.splitlines()]) <= 1, "more was touched"


NOWHERE: dict[str, Edit] = {
    "no such name": adding("NOTHING", "1"),
    "no such key": adding("WORDS.choices.colour", "1"),
    "no such element": before("ROLES", "auditor", "1"),
    "no such class": member("Sort", "A = 1"),
    "no such line": after_line("NONE", "x\n"),
    "several such lines": after_line("    _role.*", "x\n"),
}


@pytest.mark.parametrize("edit", NOWHERE.values(), ids=NOWHERE)
def test_where_there_is_no_place_it_is_said(edit: Edit) -> None:
    with pytest.raises(LookupError):
        edit(SOURCE)
