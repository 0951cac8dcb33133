"""The mails of the activity service, in Chinese first, then in English: what kind of notice it is and the record's
code. What the record says is read there, with the rights that the reader has then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chassis.mail.templates import Templates, Words
from services.activity.emails.words import KINDS

EMAILS = ("notice", "day")
MOST = 50
"""Notices that a mail of the day names; of more it says how many."""

TEMPLATES = Templates(Path(__file__).parent)


def notice(notice: Any, zone: ZoneInfo, link: str) -> Words:
    """Of one notice; ``link``: the page of one's notices."""
    return TEMPLATES.words("notice", {"notice": _line(notice, zone), "link": link})


def day(notices: Sequence[Any], day: date, zone: ZoneInfo, link: str) -> Words:
    """Of the unread notices of a day, the latest first."""
    lines = [_line(each, zone) for each in notices[:MOST]]
    values = {"lines": lines, "count": len(notices), "more": len(notices) - len(lines), "day": day.isoformat()}
    return TEMPLATES.words("day", {**values, "link": link})


def _line(notice: Any, zone: ZoneInfo) -> dict[str, str]:
    said = KINDS[notice.kind]
    due = f"{notice.due_at.astimezone(zone):%Y-%m-%d %H:%M}" if notice.due_at else ""
    return {"zh": said.zh, "en": said.en, "code": notice.code, "at": f"{notice.at.astimezone(zone):%H:%M}", "due": due}
