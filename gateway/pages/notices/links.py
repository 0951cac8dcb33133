"""Where a notice leads: to its record, or to the list where what is to be done waits. What somebody sees there is what
they may see then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from contracts.activity import NoticeKind
from gateway.sessions import may

Place = Callable[[Any], str]


def _page(endpoint: str) -> Place:
    """A page of its own."""
    return lambda notice: url_for(endpoint)


def _record(endpoint: str) -> Place:
    """The page of the record."""
    return lambda notice: url_for(endpoint, id=notice["record_id"])


def _reading(notice: Any) -> str:
    """To the auditor the page of unusual reading, to a manager the colleague's."""
    return url_for("audit.unusual") if may("audit:read") else url_for("staff.detail", id=notice["record_id"])


RECORDS: Mapping[str, Place] = {
    "case": _record("cases.detail"),
    "customer": _record("customers.detail"),
    "import": _record("imports.detail"),
    "person": _record("staff.detail"),
    "report": _record("reports.detail"),
    "change_request": _page("checks.requests"),
    "hand_over": _page("hand_overs.index"),
    "view_request": _page("requests.to_decide"),
}
"""Kind of record -> its page, or the list where those of its kind are."""

KINDS: Mapping[str, Place] = {
    NoticeKind.BACKUP_FAILED: _page("state.index"),
    NoticeKind.HAND_OVER_WAITING: _page("hand_overs.index"),
    NoticeKind.OWNER_LEFT: lambda notice: url_for("customers.index", owner_id=notice["record_id"]),
    NoticeKind.UNUSUAL_READING: _reading,
    NoticeKind.VIEW_REQUEST_TO_DECIDE: _page("requests.to_decide"),
}
"""Kinds of notices that lead elsewhere than to their record."""


def place_of(notice: Any) -> str:
    """The address that a notice leads to; the list of notices where a kind of record has no page."""
    place = KINDS.get(notice["kind"]) or RECORDS.get(notice["record_kind"]) or _page("notices.index")
    return place(notice)
