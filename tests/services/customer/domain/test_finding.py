"""What somebody types to find a customer, and by which keys numbers and mail addresses are found."""

from __future__ import annotations

import pytest

from chassis.codes import format_code
from services.customer.domain.finding import MOST_WORDS, digits_of, reached_by, word_of, words_of


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("13812345678", ["*5678", "13812345678"]),
        ("+8613812345678", ["*5678", "13812345678"]),
        ("01062345678", ["*5678", "01062345678", "62345678"]),
        ("07551234567", ["*4567", "07551234567", "1234567"]),
        ("+442071234567", ["*4567", "442071234567"]),
        ("62345678", ["*5678", "62345678"]),
        ("6234567", ["6234567"]),
        ("95588", ["95588"]),
        ("01062345678-801", ["*5678", "01062345678", "62345678"]),
        ("+442071234567x801", ["*4567", "442071234567"]),
        ("95588-1234", ["95588"]),
        ("", []),
    ],
)
def test_a_number_is_found_whole_without_its_area_code_and_by_the_digits_that_its_mask_shows(
    number: str, keys: list[str]
) -> None:
    assert reached_by([number, None], "") == keys


def test_a_mail_address_is_found_by_the_whole_of_it_in_any_writing() -> None:
    assert reached_by([], "Zhang@Example.com") == ["zhang@example.com"] == [word_of("zhang@EXAMPLE.com").key]


@pytest.mark.parametrize(
    ("typed", "digits", "key"),
    [
        ("12", "", ""),
        ("123", "123", ""),
        ("1234", "1234", "*1234"),
        ("12345", "12345", "12345"),
        ("138 1234 5678", "13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678", "13812345678"),
        ("010-62345678", "01062345678", "01062345678"),
        ("(010)62345678", "", ""),
        ("010-62345678-801", "01062345678", "01062345678"),
        ("010-62345678转801", "01062345678", "01062345678"),
        ("62345678 ext. 801", "62345678", "62345678"),
        ("＋８６ １３８ １２３４ ５６７８", "13812345678", "13812345678"),
        ("Ａ＠Ｂ．ｃｎ", "", "a@b.cn"),
        ("张三", "", ""),
        ("@", "", ""),
        ("a@b.cn", "", "a@b.cn"),
    ],
)
def test_what_is_typed_is_a_number_an_address_or_a_name(typed: str, digits: str, key: str) -> None:
    word = word_of(typed)
    assert (word.digits, word.key) == (digits, key)


def test_each_word_is_looked_for_and_a_number_with_spaces_and_a_code_are_one() -> None:
    assert [word.raw for word in words_of(" 成都  物流 ")] == ["成都", "物流"]
    assert [word.digits for word in words_of("138 1234 5678")] == ["13812345678"]
    code = format_code("P", 2026, 123)
    assert [(word.is_code, word.digits) for word in words_of(code.lower())] == [(True, "")]
    assert len(words_of("a " * (MOST_WORDS + 1))) == MOST_WORDS
    assert words_of("王 3141")[1].key == "*3141"


def test_the_digits_of_a_home_number_are_those_dialled_at_home() -> None:
    assert digits_of("008613812345678") == "13812345678"
    assert digits_of("8612345678") == "8612345678"
