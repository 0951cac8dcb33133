"""Phone numbers are kept in one form."""

from __future__ import annotations

import pytest

from chassis.phones import normalise_phone


@pytest.mark.parametrize(
    ("text", "kept"),
    [("138 4377 1497", "13843771497"), ("+86 138-4377-1497", "13843771497"), ("+44 20 7946 0958", "+442079460958")],
)
def test_a_phone_number_is_kept_in_one_form(text: str, kept: str) -> None:
    assert normalise_phone(text) == kept


@pytest.mark.parametrize("text", ["abc", "12", "1" * 30])
def test_what_cannot_be_a_phone_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        normalise_phone(text)
