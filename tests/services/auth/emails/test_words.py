"""Every email has its words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.mail.templates import LANGUAGES
from services.auth import emails

FOLDER = Path(emails.__file__).parent
LINK = "https://crm.example.com/staff/reviews"
ROWS = [
    emails.Line(name="孙磊<b>", username="sunlei", department="销售部", signed_in="2026-09-30"),
    emails.Line(name="吴倩", username="wuqian", department="华北", signed_in=""),
]


@pytest.mark.parametrize("name", emails.EMAILS)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_each_email_has_a_file_for_each_language(name: str, ending: str) -> None:
    for language in LANGUAGES:
        assert (FOLDER / f"{name}.{language}.{ending}").read_text().strip()


def test_no_words_lie_about_that_no_email_uses() -> None:
    names = {path.name.partition(".")[0] for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"}}
    assert names == {*emails.EMAILS, "accounts"}


@pytest.mark.parametrize("name", ["review", "reminder"])
def test_both_languages_say_the_same_things_and_a_name_is_never_markup(name: str) -> None:
    words = emails.account_review(name, due="2026-10-15", rows=ROWS, link=LINK)
    chinese, english, accounts = words.text.split("----------------------------------------")
    for part in (chinese, english):
        assert all(said in part for said in ("2026-10-15", LINK, "2"))
    assert "孙磊<b> · sunlei · 销售部 · 2026-09-30\n吴倩 · wuqian · 华北 · –" in accounts
    assert "孙磊&lt;b&gt;" in words.html
    assert words.html.count(f'href="{LINK}"') == 2
    assert "2026-10-15" in words.subject


@pytest.mark.parametrize("notice", emails.Notice)
@pytest.mark.parametrize("by", ["王芳<b>", ""])
def test_what_is_told_of_the_own_account_is_told_in_both_languages(notice: emails.Notice, by: str) -> None:
    words = emails.own_account(notice, name="孙磊<b>", by=by, at="2026-11-22 09:05", address="10.0.0.7")
    chinese, english = words.text.split("----------------------------------------")
    for part, end in ((chinese, "请立即联系系统管理员。"), (english, "tell the system administrator at once.")):
        greeting, said, closing = [line for line in part.splitlines() if line]
        assert "孙磊<b>" in greeting
        assert "2026-11-22 09:05" in said
        assert closing.endswith(end)
    assert len(words.subject.split(" / ")) == 2
    assert "<b>" not in words.html
    assert words.html.count("2026-11-22 09:05") == 2
