"""Every mail has its words in both languages, and says nothing but kinds, codes and times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis.mail.templates import LANGUAGES
from contracts.activity import NoticeKind
from services.activity import emails
from services.activity.emails.words import KINDS

FOLDER = Path(emails.__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
LINK = "https://crm.example.com/notices"


def noticed(**values: Any) -> Any:
    """A notice as the mails read it."""
    known = {"kind": NoticeKind.CASE_DUE, "code": "X2026000123K", "at": datetime(2026, 11, 20, tzinfo=UTC)}
    return SimpleNamespace(**(known | {"due_at": None} | values))


@pytest.mark.parametrize("name", emails.EMAILS)
@pytest.mark.parametrize("ending", ["html", "txt"])
def test_each_email_has_a_file_for_each_language(name: str, ending: str) -> None:
    for language in LANGUAGES:
        assert (FOLDER / f"{name}.{language}.{ending}").read_text().strip()


def test_no_words_lie_about_that_no_email_uses() -> None:
    names = {path.name.partition(".")[0] for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"}}
    assert names == set(emails.EMAILS)


def test_every_kind_of_notice_has_its_sentence() -> None:
    assert set(KINDS) == set(NoticeKind)
    assert all(said.zh and said.en for said in KINDS.values())


def test_a_notice_says_its_deadline_in_the_companys_time() -> None:
    words = emails.notice(noticed(due_at=datetime(2026, 11, 20, 10, tzinfo=UTC)), ZONE, LINK)
    assert words.subject == "工单即将到期 X2026000123K / A case is due soon"
    assert all(words.text.count(said) == 2 for said in ("X2026000123K", "2026-11-20 18:00", LINK))
    assert LINK in words.html


def test_a_notice_without_code_and_deadline_leaves_no_gap() -> None:
    words = emails.notice(noticed(code=""), ZONE, LINK)
    assert words.subject == "工单即将到期 / A case is due soon"
    assert "期限" not in words.text


def test_the_mail_of_a_day_names_some_and_counts_all() -> None:
    words = emails.day([noticed(code=f"X{n}") for n in range(emails.MOST + 2)], date(2026, 11, 20), ZONE, LINK)
    assert words.subject == "2026-11-20 未读消息 52 条 / 52 unread notices"
    assert "- 工单即将到期 X0\n- 工单即将到期 X1\n" in words.text
    assert "另有 2 条" in words.text
    assert f"X{emails.MOST} " not in words.text
    alone = emails.day([noticed()], date(2026, 11, 20), ZONE, LINK)
    assert "另有" not in alone.text
