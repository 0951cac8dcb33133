"""How figures and words are read in the mail and in the PDF."""

from __future__ import annotations

import pytest

from services.reporting.emails.view import duration, section


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (None, "–", "–"),
        ("0.0", "0.0 小时", "0.0 hours"),
        ("47.9", "47.9 小时", "47.9 hours"),
        ("48.0", "2.0 天", "2.0 days"),
        ("146.4", "6.1 天", "6.1 days"),
    ],
)
def test_a_time_is_told_in_hours_and_from_two_days_on_in_days(hours: str | None, zh: str, en: str) -> None:
    assert duration(hours) == (zh, en)


def test_a_section_is_kept_as_written_and_laid_out_as_meant() -> None:
    made = section("why", "**人手**不足")
    assert (made["words"].zh, made["text"]) == ("原因分析", "**人手**不足")
    assert made["blocks"][0]["spans"] == (
        {"text": "人手", "strong": True, "emphasis": False},
        {"text": "不足", "strong": False, "emphasis": False},
    )
