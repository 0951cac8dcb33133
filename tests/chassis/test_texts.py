"""Texts have one form, and nothing in them that nobody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.texts import LineEnds, NoText, clean, half_width, visible

INVISIBLE = (
    *("\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u200e", "\u2060", "\u061c", "\U000e0041"),
    *("\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u034f", "\u180e", "\ufe0f", "\ufe00", "\U000e0100"),
    *("\a", "\x1b", "\x7f", "\x9f", "\ufffe", "\ufff9"),
)


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_nobody_sees_is_left_out_wherever_it_stands(sign: str) -> None:
    assert clean(f"冯{sign}三") == "冯三"
    assert clean(f"{sign}冯三{sign}") == "冯三"
    assert clean(f" {sign} ") == ""


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", "\u2003", "\u202f", "\t"])
def test_every_blank_is_a_plain_space_and_none_is_around_a_text(blank: str) -> None:
    assert clean(f"{blank}张{blank}三{blank}") == "张 三"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_line_end_is_a_line_feed_in_a_text_of_lines_and_refused_in_one_line(end: str) -> None:
    assert clean(f"一{end}二{end}", lines=True) == "一\n二"
    assert clean(f"一二{end}") == "一二", "around a text it says nothing"
    with pytest.raises(LineEnds):
        clean(f"一{end}二")


def test_tabs_stay_in_a_text_of_lines() -> None:
    assert clean("一\t二", lines=True) == "一\t二"


@pytest.mark.parametrize("text", ["张\0三", "\0", "\ud83d", "a\udc00b"])
def test_a_zero_character_and_half_a_character_are_no_text(text: str) -> None:
    with pytest.raises(NoText):
        clean(text)
    with pytest.raises(NoText):
        visible(text)


def test_what_looks_the_same_is_the_same() -> None:
    assert clean("Cafe\u0301") == "Café"
    assert clean("e\u200b\u0301") == "é", "also where something invisible stood between"


@pytest.mark.parametrize("picture", ["👨‍👩‍👧", "❤️", "🏳️‍🌈", "👩🏽‍⚕️", "🤷🏽‍♀️"])
def test_pictures_of_several_signs_stay_whole(picture: str) -> None:
    assert clean(f"谢谢{picture}!") == f"谢谢{picture}!"


def test_rare_characters_of_names_stay() -> None:
    assert clean("\ue863𠮷㐂·买买提") == "\ue863𠮷㐂·买买提"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_clean_text_is_clean_and_the_same_by_another_form(text: str) -> None:
    once = clean(text, lines=True)
    assert clean(once, lines=True) == once
    assert clean(unicodedata.normalize("NFD", text), lines=True) == once
    assert not {unicodedata.category(letter) for letter in once.replace("\n", "").replace("\t", "")} & {"Cc", "Cs"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("ＢＲ１１１", "BR111"), ("１９８０-０２-０３", "1980-02-03"), ("ｃ＠ｅｘ．ｃｎ", "c@ex.cn"), ("A1", "A1")],
)
def test_full_width_letters_and_figures_are_those_of_a_keyboard(text: str, kept: str) -> None:
    assert half_width(text) == kept
