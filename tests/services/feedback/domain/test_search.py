"""What cases and customers are found by."""

from __future__ import annotations

from services.feedback.domain.search import pairs


def test_a_text_is_found_by_every_two_neighbouring_characters() -> None:
    assert pairs("送餐 慢A b") == ["ab", "慢a", "送餐", "餐慢"]
    assert pairs("慢") == []
