"""Every email has its words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.mail.templates import LANGUAGES
from services.feedback import emails

FOLDER = Path(emails.__file__).parent
WORDS = emails.thanks(code="F2026000001X", customer_name="李四", content="很好", reply="谢谢")


@pytest.mark.parametrize("name", emails.EMAILS)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_each_email_has_a_file_for_each_language(name: str, ending: str) -> None:
    for language in LANGUAGES:
        assert (FOLDER / f"{name}.{language}.{ending}").read_text().strip()


def test_no_words_lie_about_that_no_email_uses() -> None:
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"}} == set(
        emails.EMAILS
    )


def test_both_languages_say_the_same_things() -> None:
    for body in (WORDS.html, WORDS.text):
        chinese, english = body.split("Dear ")
        for part in (chinese, english):
            assert all(said in part for said in ("F2026000001X", "李四", "很好", "谢谢"))
        assert "尊敬的" in chinese


def test_what_people_wrote_is_never_markup() -> None:
    words = emails.thanks(code="F1", customer_name="<b>李</b>", content="<script>", reply="{{ code }}")
    assert "<script>" not in words.html
    assert "<b>李" not in words.html
    assert "{{ code }}" in words.html
