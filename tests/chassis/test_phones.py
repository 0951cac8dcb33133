"""Phone numbers are kept in one form, with the digits that were typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.phones import NoPhone, main_number, normalise_mobile, normalise_phone

MOBILES = [
    ("13900001006", "13900001006"),
    ("138 4377 1497", "13843771497"),
    ("138-4377-1497", "13843771497"),
    ("+86 138-4377-1497", "13843771497"),
    ("+8613843771497", "13843771497"),
    ("(+86)13843771497", "13843771497"),
    ("（＋８６）１３８４３７７１４９７", "13843771497"),
    ("0086 13843771497", "13843771497"),
    ("86 138 4377 1497", "13843771497"),
    ("8613843771497", "13843771497"),
    ("１３９００００１００９", "13900001009"),
    ("139\u200b0000\u00a01006", "13900001006"),
    ("19912345678", "19912345678"),
    ("+44 7911 123456", "+447911123456"),
    ("0044 7911 123456", "+447911123456"),
    ("+852 6123 4567", "+85261234567"),
    ("00852 6123 4567", "+85261234567"),
    ("+1 (202) 555-0123", "+12025550123"),
    ("+886 912 345 678", "+886912345678"),
]
PHONES = [
    ("010-62345678", "01062345678"),
    ("010 6234 5678", "01062345678"),
    ("(010)62345678", "01062345678"),
    ("（０１０）６２３４５６７８", "01062345678"),
    ("010–62345678", "01062345678"),
    ("0310-8765432", "03108765432"),
    ("0571-8765-4321", "057187654321"),
    ("+86 10 6234 5678", "01062345678"),
    ("+86 (0)10 6234 5678", "01062345678"),
    ("+86-010-62345678", "01062345678"),
    ("0086 755 8600 1234", "075586001234"),
    ("86-10-6234-5678", "01062345678"),
    ("8610-6234-5678", "01062345678"),
    ("tel:+86-10-62345678", "01062345678"),
    ("62345678", "62345678"),
    ("6234567", "6234567"),
    ("400-800-1234", "4008001234"),
    ("800 810 1234", "8008101234"),
    ("+86 400 800 1234", "4008001234"),
    ("95588", "95588"),
    ("12345", "12345"),
    ("10086", "10086"),
    ("96110", "96110"),
    ("962288", "962288"),
    ("950618", "950618"),
    ("95105105", "95105105"),
    ("010-12345", "01012345"),
    ("+44 20 7946 0958", "+442079460958"),
    ("0044 (0)20 7946 0958", "+442079460958"),
    ("+39 06 1234 5678", "+390612345678"),
    ("+49 30 1234567-801", "+49301234567801"),
]
WAYS = (
    *(
        "-801",
        " - 801",
        "－801",
        "—801",
        "转801",
        "轉801",
        " 转 801",
        "转分机801",
        "分机801",
        "分机号：801",
        "（分机801）",
    ),
    *(
        "(转801)",
        "-转801",
        "，转801",
        " - 分机 801",
        "转：801",
        "转接801",
        "ext-801",
        "分机號801",
        "内线801",
        "ext 801",
        "ext. 801",
        "Ext.801",
        "EXT:801",
        "extension 801",
        "x801",
        " x 801",
        "X801",
    ),
    *("#801", "＃８０１", ",801", ",,801", "，801", ";ext=801", "; ext 801"),
)
WRONG = (
    *(
        "",
        " ",
        "abc",
        "12",
        "110",
        "1" * 30,
        "010-6234567",
        "010-623456789",
        "0571-8765432",
        "0310-87654321",
        "021-1234",
    ),
    *("139000010190", "0139000010190", "013900001006", "1390000101", "12345678901", "12812345678", "955881", "9558"),
    *("400-800-123", "400-800-12345", "500-800-1234", "123456", "+86 1390000101", "+86 139000010190", "86 1390000101"),
    *("13900001006/13900001007", "13900001006 13900001007", "13900001006、13900001007", "13900001006;13900001007"),
    *("010-62345678 801", "010-62345678转", "010-62345678转8011234", "010-62345678转x", "转801", "801转", "-801"),
    *("010-62345678 Mr Li", "李 13900001006", "1390000l006", "139OOOO1006", "+1 800 FLOWERS", "+1 202 555 012"),
    *(
        "+44 20 7946 09588",
        "+44 020 7946 0958",
        "+999 1234567",
        "00",
        "+",
        "++86 13900001006",
        "(010 62345678",
        "010)62345678",
    ),
    *("138****1234", "138xxxx1234", "1.39e10", "13900001006.0", "-13900001006", "１３９０００\0０1006", "٠١٠٦٢٣٤٥٦٧٨"),
)


@pytest.mark.parametrize(("text", "kept"), [*MOBILES, *PHONES])
def test_a_phone_number_is_kept_in_one_form(text: str, kept: str) -> None:
    assert normalise_phone(text) == kept
    assert normalise_phone(kept) == kept


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("main", "kept"),
    [
        ("010-62345678", "01062345678-801"),
        ("(010)62345678", "01062345678-801"),
        ("01062345678", "01062345678-801"),
        ("+86 10 62345678", "01062345678-801"),
        ("62345678", "62345678-801"),
        ("400-800-1234", "4008001234-801"),
        ("13900001006", "13900001006-801"),
        ("+1 202 555 0123", "+12025550123x801"),
    ],
)
def test_an_extension_is_kept_as_an_extension(main: str, way: str, kept: str) -> None:
    assert normalise_phone(main + way) == kept
    assert normalise_phone(kept) == kept
    assert main_number(kept) == normalise_phone(main)


@pytest.mark.parametrize("text", ["010-62345678-8", "0531-88881234转8", "010-62345678-801234"])
def test_an_extension_has_one_to_six_digits(text: str) -> None:
    assert "-" in normalise_phone(text)
    with pytest.raises(NoPhone):
        normalise_phone("010-62345678-8012345")


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_phone_number_beyond_doubt_is_refused(text: str) -> None:
    with pytest.raises(NoPhone):
        normalise_phone(text)
    with pytest.raises(NoPhone):
        normalise_mobile(text)


@pytest.mark.parametrize(("text", "kept"), MOBILES)
def test_a_mobile_number_has_eleven_digits_or_is_of_another_country(text: str, kept: str) -> None:
    assert normalise_mobile(text) == kept


@pytest.mark.parametrize("text", [text for text, _ in PHONES])
def test_a_landline_and_a_service_number_are_no_mobile_numbers(text: str) -> None:
    with pytest.raises(NoPhone):
        normalise_mobile(text)


@pytest.mark.parametrize("way", WAYS)
def test_a_mobile_number_has_no_extension(way: str) -> None:
    with pytest.raises(NoPhone):
        normalise_mobile("13900001006" + way)


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


@given(st.from_regex(r"(\+|00|0|86|\+86|)[0-9][0-9 ()#x,-]{4,16}(转|-|x|)[0-9]{0,4}", fullmatch=True))
def test_the_digits_that_are_kept_are_those_that_were_typed(text: str) -> None:
    """But for the country's code of home, how one dials abroad, and a trunk zero in brackets."""
    try:
        kept = normalise_phone(text)
    except NoPhone:
        return
    typed, found = digits(text.replace("(0)", "")), digits(kept)
    assert found in {typed, typed.removeprefix("00")} or found.removeprefix("0") in {
        re.sub(prefix, "", digits(text)) for prefix in ("^(00)?86", "^(00)?860")
    }
    assert normalise_phone(kept) == kept


@given(st.text("0123456789", min_size=1, max_size=13))
def test_a_row_of_digits_is_a_mobile_number_only_as_it_stands(text: str) -> None:
    try:
        kept = normalise_mobile(text)
    except NoPhone:
        return
    home = re.fullmatch("(?:0086|86)?(1[3-9][0-9]{9})", text)
    assert kept == (home[1] if home else "+" + text.removeprefix("00"))
