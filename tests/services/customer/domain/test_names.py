"""Names as people look for them."""

from __future__ import annotations

import pytest

from services.customer.domain.names import LONGEST_KEY, found_by, pairs, pinyin_key, pinyin_keys


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
