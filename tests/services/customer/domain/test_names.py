"""Names as people look for them."""

from __future__ import annotations

import pytest

from services.customer.domain.names import (
    LONGEST_KEY,
    LONGEST_READ,
    MOST_READINGS,
    found_by,
    pairs,
    pinyin_key,
    pinyin_keys,
)


@pytest.mark.parametrize(
    ("name", "sort_key", "initials"),
    [
        ("张三", "zhang san", "zs"),
        ("重庆银行", "chong qing yin hang", "cqyh"),
        ("海天ABC公司", "hai tian abc gong si", "htabcgs"),
        ("Anna Li", "anna li", "annali"),
        ("李-四", "li - si", "ls"),
    ],
)
def test_a_name_is_sorted_by_pinyin_and_found_by_its_initials(name: str, sort_key: str, initials: str) -> None:
    found = found_by(name)
    assert (found.sort_key, found.initials) == (sort_key, initials)


def test_a_name_is_found_by_any_two_neighbours_of_it_or_of_its_initials() -> None:
    found = found_by("张三丰")
    assert set(found.pairs) - pinyin_keys(found.sort_key) == {"张三", "三丰", "zs", "sf"}
    assert found.pairs == sorted(found.pairs)
    assert found_by("欧").pairs == []


def test_pairs_know_no_spaces_and_no_capitals() -> None:
    assert pairs("A b C") == {"ab", "bc"}
    assert pairs("a") == pairs("") == set()


def test_keys_are_no_longer_than_an_index_takes() -> None:
    found = found_by("张" * (LONGEST_KEY + 1))
    assert (len(found.sort_key), len(found.initials)) == (LONGEST_KEY, LONGEST_KEY)


def test_a_name_is_found_by_its_pinyin_from_each_syllable_on() -> None:
    assert pinyin_keys("ou yang feng") == {"ouy", "ouyang", "yan", "yangfe", "fen"}
    assert pinyin_keys("li") == pinyin_keys("") == set()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ou", ""),
        ("ouy", "ouy"),
        ("ouyan", "ouy"),
        ("ouyang", "ouyang"),
        ("ouyangfeng", "ouyang"),
        ("欧阳锋", ""),
        ("a1b", ""),
    ],
)
def test_the_key_of_what_is_typed_is_one_that_the_name_has(text: str, key: str) -> None:
    assert pinyin_key(text) == key
    assert not key or key in pinyin_keys("ou yang feng")


def test_so_long_a_key_is_kept() -> None:
    assert LONGEST_KEY == 200


@pytest.mark.parametrize(
    ("name", "sort_key", "initials", "readings"),
    [
        ("曾国强", "zeng guo qiang", ["zgq", "cgq"], ["zengguoqiang", "cengguoqiang"]),
        ("单雄信", "shan xiong xin", ["sxx", "dxx"], ["shanxiongxin", "danxiongxin"]),
        ("仇英华", "qiu ying hua", ["qyh", "cyh"], ["qiuyinghua", "chouyinghua"]),
        ("覃海", "qin hai", ["qh", "th"], ["qinhai", "tanhai"]),
        ("尉迟恭", "yu chi gong", ["ycg"], ["yuchigong"]),
        ("万俟卨", "mo qi xie", ["mqx"], ["moqixie"]),
        ("长孙无忌", "zhang sun wu ji", ["zswj"], ["zhangsunwuji"]),
        ("王乐乐", "wang le le", ["wll", "wyy"], ["wanglele", "wangyueyue"]),
        ("张三", "zhang san", ["zs"], ["zhangsan"]),
        ("曾Anna", "zeng anna", ["zanna", "canna"], ["zenganna", "cenganna"]),
        ("Anna Li", "anna li", ["annali"], ["annali"]),
    ],
)
def test_a_person_is_sorted_by_the_surname_as_it_is_read_and_found_by_each_way_to_read_the_name(
    name: str, sort_key: str, initials: list[str], readings: list[str]
) -> None:
    found = found_by(name, person=True)
    assert found.sort_key == sort_key
    assert found.initials.split()[0] == initials[0]
    assert set(initials) <= set(found.initials.split())
    assert found.readings.split()[0] == readings[0]
    assert set(readings) <= set(found.readings.split())
    assert {key for way in readings for key in (way[:3], way[:6])} & set(map(str, found.pairs))
    assert set().union(*map(pairs, initials)) <= set(found.pairs)


def test_a_company_is_read_as_its_words_are() -> None:
    found = found_by("单县曾记食品有限公司")
    assert (found.sort_key.split()[0], found.readings) == (found.sort_key.split()[0], found.sort_key.replace(" ", ""))
    assert found_by("重庆银行").initials == "cqyh"


def test_so_many_readings_of_a_person_are_kept_and_none_of_a_long_name() -> None:
    ways = [len(found_by(name, person=True).readings.split()) for name in ("乐朝行重", "单单行重朝")]
    assert (max(ways), MOST_READINGS) == (8, 8)
    assert len(found_by("王" + "乐" * LONGEST_READ, person=True).readings.split()) == 1
    assert len(found_by("王" + "乐" * (LONGEST_READ - 1), person=True).readings.split()) > 1


def test_characters_that_no_library_knows_are_found_as_they_are() -> None:
    assert found_by("曾\u4dc0\u4dc1", person=True).sort_key.startswith("zeng")
    assert found_by("\u3433\u3434\u9fff", person=True).pairs
