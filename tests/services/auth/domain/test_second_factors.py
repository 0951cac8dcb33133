"""Codes of an authenticator: good once, and for a clock that is a step wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from services.auth.domain.second_factors import is_totp, methods, normalise_code, recovery_hash, step_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 22, 8, 0, 15, tzinfo=UTC)
PRESENT = int(NOW.timestamp()) // 30


def code(steps: int) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=30 * steps))


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_the_authenticator_may_be_a_step_wrong_and_no_more(steps: int, good: bool) -> None:
    assert step_of(SECRET, code(steps), NOW, after=0) == (PRESENT + steps if good else None)


def test_a_code_is_good_once_and_no_older_one_after_it() -> None:
    assert step_of(SECRET, code(0), NOW, after=PRESENT) is None
    assert step_of(SECRET, code(-1), NOW, after=PRESENT) is None
    assert step_of(SECRET, code(1), NOW, after=PRESENT) == PRESENT + 1


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert normalise_code(" １２３ 456 ") == "123456"
    assert recovery_hash("ABCD efgh-jkmn pqrs") == recovery_hash("abcd-efgh-jkmn-pqrs")


@pytest.mark.parametrize(("text", "is_one"), [("123456", True), ("12345", False), ("abcdef", False), ("١٢٣٤٥٦", False)])
def test_six_digits_are_a_code_of_an_authenticator(text: str, is_one: bool) -> None:
    assert is_totp(text) is is_one


def test_recovery_codes_alone_are_no_second_factor() -> None:
    assert methods(totp=False, recovery=True) == []
    assert methods(totp=True, recovery=True) == ["totp", "recovery"]
    assert methods(totp=True, recovery=False) == ["totp"]
