"""Every email has its words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.mail.templates import LANGUAGES
from services.customer import emails

FOLDER = Path(emails.__file__).parent
LINK = "https://crm.example.com/audit/unusual"
WORDS = emails.unusual(name="孙磊<b>", department="销售部", day="2026-11-20", customers=120, usual="8.5", link=LINK)


@pytest.mark.parametrize("name", emails.EMAILS)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_each_email_has_a_file_for_each_language(name: str, ending: str) -> None:
    for language in LANGUAGES:
        assert (FOLDER / f"{name}.{language}.{ending}").read_text().strip()


def test_no_words_lie_about_that_no_email_uses() -> None:
    names = {path.name.partition(".")[0] for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"}}
    assert names == set(emails.EMAILS)


def test_both_languages_say_the_same_things_and_a_name_is_never_markup() -> None:
    chinese, english = WORDS.text.split("----------------------------------------")
    for part in (chinese, english):
        assert all(said in part for said in ("孙磊", "销售部", "2026-11-20", "120", "8.5", LINK))
    assert "<b>" not in WORDS.html
    assert WORDS.subject == "异常查阅提醒 / Unusual reading: 孙磊<b>, 2026-11-20"
