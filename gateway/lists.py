"""Whole lists, for choosers and pages without a next page: nothing is cut without a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_babel import gettext as _

PAGE = 200
MOST = 5_000


def whole(list_page: Callable[..., Any], **narrowed: Any) -> list[Any]:
    """Every record of a list of a service, page after page, as ``narrowed`` has it. Of a list longer than
    ``MOST``, the first so many or a few more; the page then says that they are not all."""
    found: list[Any] = []
    after = None
    while True:
        page = list_page(**narrowed, after=after, limit=PAGE)
        found += page["items"]
        after = page["next"]
        if not after:
            return found
        if len(found) >= MOST:
            flash(_("This list is too long to be shown whole: these are the first %(count)d.", count=len(found)))
            return found
