"""What is put together of the auth service's answers."""

from __future__ import annotations

from gateway.clients import Record
from gateway.clients.generated import auth
from gateway.lists import whole


def count_reviews() -> Record:
    """``{waiting}``: how many accounts wait for the person's answer."""
    return dict(auth.count_waiting())


def colleagues(permission: str = "", *, over_me: bool = False) -> list[Record]:
    """The active ones, for choosers; only those with a permission, if one is named; ``over_me``: that reaches the
    person."""
    return whole(auth.list_colleagues, permission=permission, over_me=over_me)
