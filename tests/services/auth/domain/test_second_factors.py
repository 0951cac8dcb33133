"""Codes of an authenticator: good once, and for a clock that is a step wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from services.auth.domain import second_factors
from services.auth.domain.second_factors import (
    Factors,
    Needed,
    actions_on_factors,
    actions_on_passkey,
    address_of,
    is_enough,
    is_totp,
    methods,
    needed_of,
    new_recovery_codes,
    new_secret,
    normalise_code,
    recovery_hash,
    step_of,
)

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


def ways(**has: bool) -> list[str]:
    return [str(way) for way in methods(**{"totp": False, "passkey": False, "recovery": True, **has})]


def test_recovery_codes_alone_are_no_second_factor() -> None:
    assert ways() == []
    assert ways(totp=True) == ["totp", "recovery"]
    assert ways(totp=True, recovery=False) == ["totp"]
    assert ways(passkey=True) == ["passkey", "recovery"]
    assert ways(passkey=True, totp=True) == ["passkey", "totp", "recovery"]


def test_where_only_a_passkey_counts_codes_do_for_who_has_none_yet() -> None:
    assert methods(totp=True, passkey=False, recovery=False, needed=Needed.PASSKEY) == ["totp"]
    assert methods(totp=True, passkey=True, recovery=True, needed=Needed.PASSKEY) == ["passkey", "recovery"]


@pytest.mark.parametrize(
    ("roles", "needed"),
    [
        ([], Needed.NOTHING),
        ([(False, False)], Needed.NOTHING),
        ([(False, True)], Needed.NOTHING),
        ([(False, False), (True, False)], Needed.ANY),
        ([(True, True), (True, False)], Needed.PASSKEY),
    ],
)
def test_of_several_roles_the_strictest_counts(roles: list[tuple[bool, bool]], needed: Needed) -> None:
    assert needed_of(roles) == needed


@pytest.mark.parametrize(
    ("needed", "totp", "passkey", "enough"),
    [
        (Needed.NOTHING, False, False, True),
        (Needed.ANY, False, False, False),
        (Needed.ANY, True, False, True),
        (Needed.ANY, False, True, True),
        (Needed.PASSKEY, True, False, False),
        (Needed.PASSKEY, False, True, True),
    ],
)
def test_a_passkey_is_always_enough_and_codes_where_any_factor_is(
    needed: Needed, totp: bool, passkey: bool, enough: bool
) -> None:
    assert is_enough(needed, totp=totp, passkey=passkey) is enough


@pytest.mark.parametrize(
    ("needed", "totp", "passkeys", "actions", "passkey"),
    [
        (Needed.NOTHING, False, 0, ["set-up-totp", "add-passkey"], ["edit", "end"]),
        (Needed.NOTHING, True, 1, ["set-up-totp", "end-totp", "renew-recovery-codes", "add-passkey"], ["edit", "end"]),
        (Needed.ANY, True, 0, ["set-up-totp", "renew-recovery-codes", "add-passkey"], ["edit", "end"]),
        (Needed.ANY, False, 1, ["set-up-totp", "renew-recovery-codes", "add-passkey"], ["edit"]),
        (Needed.ANY, False, 2, ["set-up-totp", "renew-recovery-codes", "add-passkey"], ["edit", "end"]),
        (Needed.PASSKEY, True, 1, ["set-up-totp", "end-totp", "renew-recovery-codes", "add-passkey"], ["edit"]),
    ],
)
def test_the_last_of_what_a_role_asks_for_stays(
    needed: Needed, totp: bool, passkeys: int, actions: list[str], passkey: list[str]
) -> None:
    mine = Factors(needed=needed, totp=totp, passkeys=passkeys, more=True)
    assert actions_on_factors(mine, limited=False) == actions
    assert actions_on_passkey(mine, limited=False) == passkey
    assert actions_on_factors(mine, limited=True) == ["set-up-totp", "add-passkey"]
    assert actions_on_passkey(mine, limited=True) == []


def test_where_browsers_know_none_no_passkey_is_added() -> None:
    mine = Factors(needed=Needed.NOTHING, totp=False, passkeys=0, more=False)
    assert actions_on_factors(mine, limited=False) == ["set-up-totp"]


def test_an_authenticator_gets_a_secret_of_160_bits_and_learns_whose_it_is() -> None:
    secret = new_secret()
    assert len(secret) == 32
    assert secret != new_secret()
    address = address_of(secret, "wang")
    assert address.startswith("otpauth://totp/Guanxi:wang?")
    assert f"secret={secret}" in address


def test_ten_recovery_codes_are_made_and_none_twice() -> None:
    codes = new_recovery_codes()
    assert len(codes) == len(set(codes)) == 10
    assert all(not is_totp(normalise_code(code)) for code in codes)


def test_these_are_the_limits_of_a_proof() -> None:
    assert (second_factors.STEP_SECONDS, second_factors.DRIFT) == (30, 1)
    assert (timedelta(minutes=5), 5) == (second_factors.CHALLENGE_LIFETIME, second_factors.MOST_TRIES)
    assert second_factors.RECOVERY_CODES == 10
    assert Needed.NOTHING < Needed.ANY < Needed.PASSKEY
