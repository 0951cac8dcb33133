"""A surname is read as a surname."""

from __future__ import annotations

import pytest

from services.customer.domain.surnames import LONGEST, SURNAMES, surname_of


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("曾国强", "曾"),
        ("尉迟恭", "尉迟"),
        ("尉健行", "尉"),
        ("万俟卨", "万俟"),
        ("阿史那社尔", "阿史那"),
        ("张三", ""),
        ("曾", ""),
        ("尉迟", "尉"),
        ("", ""),
        ("Anna Li", ""),
    ],
)
def test_a_name_begins_with_the_longest_surname_that_something_follows(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_every_surname_has_a_syllable_for_each_character_in_each_reading() -> None:
    for surname, readings in SURNAMES.items():
        for reading in readings:
            syllables = reading.split()
            assert len(syllables) == len(surname), surname
            assert all(syllable.isascii() and syllable.islower() and syllable.isalpha() for syllable in syllables)
    assert max(map(len, SURNAMES)) == LONGEST == 3
