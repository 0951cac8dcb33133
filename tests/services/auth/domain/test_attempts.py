"""Guessing is slowed down and stopped: after how many failures, for how long, and from which moment not any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.auth.domain.attempts import (
    COUNTED,
    WINDOW,
    RateLimit,
    account_opens_at,
    address_opens_at,
    delay_after,
    is_username,
    known_heard_at,
    normalise_username,
    strangers_heard_at,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
LIMIT = RateLimit(of_account=10, of_address=100)


def failures(count: int) -> list[datetime]:
    """So many, a second apart, the latest first."""
    return [NOW - timedelta(seconds=number) for number in range(count)]


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 0), (4, 0), (5, 2), (6, 4), (7, 8), (9, 32)])
def test_four_failures_are_free_and_each_further_one_doubles_the_wait(count: int, seconds: int) -> None:
    assert delay_after(count) == timedelta(seconds=seconds)


def test_an_account_without_failures_listens() -> None:
    assert account_opens_at([], LIMIT) is None


def test_the_wait_of_an_account_is_counted_from_its_last_failure() -> None:
    assert account_opens_at(failures(4), LIMIT) == NOW
    assert account_opens_at(failures(5), LIMIT) == NOW + timedelta(seconds=2)
    assert account_opens_at(failures(9), LIMIT) == NOW + timedelta(seconds=32)


def test_the_tenth_failure_closes_an_account_until_the_tenth_last_is_a_quarter_of_an_hour_old() -> None:
    tried = failures(12)
    assert account_opens_at(tried[:10], LIMIT) == tried[9] + WINDOW
    assert account_opens_at(tried, LIMIT) == tried[9] + WINDOW
    assert timedelta(minutes=15) == WINDOW


def test_the_hundredth_failure_closes_an_address_and_the_ninety_ninth_does_not() -> None:
    tried = failures(101)
    assert address_opens_at(tried[:99], LIMIT) is None
    assert address_opens_at(tried[:100], LIMIT) == tried[99] + WINDOW
    assert address_opens_at(tried, LIMIT) == tried[99] + WINDOW


def test_the_fiftieth_failure_of_strangers_closes_an_account_to_strangers() -> None:
    tried = failures(51)
    assert strangers_heard_at(tried[:49], LIMIT) is None
    assert strangers_heard_at(tried[:50], LIMIT) == strangers_heard_at(tried, LIMIT) == tried[49] + WINDOW


def test_who_is_known_is_heard_at_a_closed_address_until_the_free_tries_are_over() -> None:
    own, others = failures(4), failures(100)
    assert known_heard_at(own[:3], others, LIMIT) == NOW
    assert known_heard_at(own, others[:99], LIMIT) == NOW
    assert known_heard_at(own, others, LIMIT) == own[3] + WINDOW
    assert known_heard_at([], others, LIMIT) is None
    assert known_heard_at(failures(10), [], LIMIT) == failures(10)[9] + WINDOW


def test_the_limits_unless_a_house_sets_others() -> None:
    assert RateLimit() == RateLimit(of_account=10, of_account_by_strangers=50, of_address=100)


@pytest.mark.parametrize("typed", ["Wang", " wang ", "ＷＡＮＧ", "wang"])
def test_a_user_name_is_one_however_it_is_typed(typed: str) -> None:
    assert normalise_username(typed) == "wang"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("wa", True),
        ("w", False),
        ("w" * 64, True),
        ("w" * 65, False),
        ("9.a_b@c-d", True),
        (".wang", False),
        ("wang li", False),
        ("Wang", False),
        ("王芳", False),
        ("wang\n", False),
    ],
)
def test_a_user_name_is_what_any_keyboard_types(text: str, fits: bool) -> None:
    assert is_username(text) is fits


def test_what_was_wrong_counts_and_neither_a_closed_door_nor_what_was_half_right() -> None:
    assert set(COUNTED) == {
        "wrong_password", "unknown_user", "disabled", "wrong_code", "wrong_passkey", "passkey_copied",
        "wrong_link",
    }  # fmt: skip


def test_one_failure_is_answered_at_once_and_the_limit_is_of_each_kind_alone() -> None:
    tight = RateLimit(of_account=1, of_address=2)
    assert account_opens_at(failures(1), tight) == NOW + WINDOW
    assert address_opens_at(failures(1), tight) is None
    assert address_opens_at(failures(2), tight) == failures(2)[1] + WINDOW
