"""Which mail address is good for a link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.auth.resets.domain.addresses import SETTLES, Address, AddressSource, is_trusted, may_confirm

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST, OWN, OTHERS, CONFIRMED = AddressSource


def address(
    source: AddressSource, *, ago: timedelta = timedelta(), started: bool = True, email: str = "a@b.cn"
) -> Address:
    return Address(email=email, source=source, since=NOW - ago, started=started)


@pytest.mark.parametrize(
    ("found", "trusted"),
    [
        (address(OWN), True),
        (address(FIRST, started=False), True),
        (address(FIRST, started=True), False),
        (address(OTHERS, ago=timedelta(days=900)), False),
        (address(OTHERS, started=False), False),
        (address(CONFIRMED, ago=SETTLES - timedelta(seconds=1)), False),
        (address(CONFIRMED, ago=SETTLES), True),
        (address(OWN, email=""), False),
        (address(FIRST, started=False, email=""), False),
    ],
)
def test_a_link_goes_only_where_the_person_stands_for_the_address(found: Address, trusted: bool) -> None:
    assert is_trusted(found, NOW) is trusted


def test_what_nobody_has_put_there_has_always_stood() -> None:
    assert is_trusted(Address(email="a@b.cn", source=CONFIRMED, since=None, started=True), NOW)


@pytest.mark.parametrize(
    ("email", "source", "may"),
    [("a@b.cn", OTHERS, True), ("a@b.cn", FIRST, True), ("a@b.cn", OWN, False), ("", OTHERS, False)],
)
def test_only_what_somebody_else_has_put_there_is_confirmed(email: str, source: AddressSource, may: bool) -> None:
    assert may_confirm(email, source) is may
