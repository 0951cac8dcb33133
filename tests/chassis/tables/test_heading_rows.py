"""Headings stand where most cells are known, below titles and notes; a row of data is never taken for them."""

from __future__ import annotations

import pytest

from chassis.tables.heading_rows import find_headings
from chassis.tables.problems import Row, UnreadableTable
from tests.support.tables import known


def headings(*lines: str, chosen: int = 0) -> tuple[list[str], int, int]:
    rows = [Row(number, line.split(",")) for number, line in enumerate(lines, start=1)]
    found = find_headings(rows, known, chosen)
    return found.cells, found.number, found.last


def test_the_first_row_is_the_headings_even_when_nobody_knows_them() -> None:
    assert headings("甲,乙", "1,2") == (["甲", "乙"], 1, 1)
    assert headings("", "code,name,,", "1,2") == (["code", "name"], 2, 2)


def test_titles_and_notes_stand_above() -> None:
    assert headings("客户信息表", "填表人：王,,", "", "编号,姓名,手机", "1,2,3") == (["编号", "姓名", "手机"], 4, 4)
    assert headings("客户信息表", "甲,乙", "1,2") == (["甲", "乙"], 2, 2)


def test_a_row_of_data_is_never_taken_for_them() -> None:
    assert headings("甲,乙,丙", "1,手机,", "2,姓名,") == (["甲", "乙", "丙"], 1, 1)


def test_groups_above_are_left_and_a_second_line_belongs_to_them() -> None:
    assert headings("客户,,联系,", "编号,姓名,手机,地址", "1,2,3,4") == (["编号", "姓名", "手机", "地址"], 2, 2)
    assert headings("编号,姓名,联系方式,", ",,手机,地址", "1,2,3,4") == (["编号", "姓名", "联系方式", "地址"], 1, 2)
    assert headings("编号,姓名", "code,name", "1,2") == (["编号", "姓名"], 1, 2)


def test_somebody_may_say_in_which_row_they_are() -> None:
    assert headings("编号,姓名", "甲,乙", "1,2", chosen=2) == (["甲", "乙"], 2, 2)
    with pytest.raises(UnreadableTable) as refused:
        headings("编号,姓名", "", "1,2", chosen=2)
    assert (str(refused.value), refused.value.place) == ("no_such_row", {"row": 2})


def test_without_anything_there_is_no_table() -> None:
    with pytest.raises(UnreadableTable, match="empty_file"):
        headings("", ",,")
