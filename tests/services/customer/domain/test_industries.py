"""Industries by GB/T 4754."""

from __future__ import annotations

from services.customer.domain.industries import industries


def test_the_standard_has_twenty_sections_and_their_divisions_follow_each() -> None:
    found = list(industries())
    sections = [each.code for each in found if not each.parent_code]
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRST"
    assert [each.parent_code for each in found if each.parent_code] == sorted(
        each.parent_code for each in found if each.parent_code
    )


def test_every_division_has_its_number_once_and_those_called_like_their_section_are_left_out() -> None:
    numbers = [each.code for each in industries() if each.parent_code]
    assert sorted({*numbers, "70", "83", "97"}) == [f"{number:02}" for number in range(1, 98)]
    assert len(numbers) == len(set(numbers)) == 94
