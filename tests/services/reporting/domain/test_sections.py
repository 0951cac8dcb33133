"""The sections that an author writes."""

from __future__ import annotations

from services.reporting.domain.sections import written


def test_sections_come_in_their_order_and_empty_ones_not_at_all() -> None:
    assert written({"proposal": "加人", "why": "", "what_happened": "投诉增加"}) == [
        ("what_happened", "投诉增加"),
        ("proposal", "加人"),
    ]


def test_words_from_before_there_were_sections_hold_none() -> None:
    assert written({}) == []
