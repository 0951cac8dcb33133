"""The people of these tests: what the fixtures ``hire`` and ``caller`` are, and everybody's password."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select

from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.cli import _give_password
from services.auth.store.models import Staff

Hire = Callable[..., Staff]
As = Callable[[Staff], Caller]
PASSWORD = "Correct-Horse-7"
"""Everybody's password in these tests."""


def tokens_sent(service: ServiceUnderTest) -> list[tuple[str, str]]:
    """To whom a link went, and its token, of every letter with one that is not forgotten, the first one first."""
    with service.engine.connect() as connection:
        rows = connection.execute(select(email_table.c.to, email_table.c.text).order_by(email_table.c.id)).all()
    found = [(to[0], re.search(r"token=([\w-]+)", text)) for to, text in rows]
    return [(to, token[1]) for to, token in found if token]


def token_sent(service: ServiceUnderTest) -> str:
    """The token of the last link that was sent."""
    return tokens_sent(service)[-1][1]


def given(service: ServiceUnderTest, username: str) -> str:
    """A password that the person has to change, given from the command line."""
    with service.unit_of_work() as ctx:
        return _give_password(ctx, username=username)
