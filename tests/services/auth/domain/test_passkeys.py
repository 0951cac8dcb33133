"""What a passkey proves, and what it does not."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from services.auth.domain import passkeys as rules
from services.auth.domain.passkeys import NewPasskey, NotProved, Use
from services.auth.domain.sessions import new_secret
from tests.support.authenticator import PARTY, Authenticator

SECRET = new_secret()


def creation(secret: str = SECRET, present: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return rules.creation_options(
        PARTY, secret, user_handle=rules.new_user_handle(), username="wang", name="王芳", present=present or {}
    )


def made(key: Authenticator, **lies: Any) -> NewPasskey:
    answer = key.make(creation(), **lies)
    del answer["transports"]
    return rules.check_creation(PARTY, SECRET, **answer)


def used(key: Authenticator, new: NewPasskey, secret: str = SECRET, **lies: Any) -> Use:
    answer = key.use(rules.request_options(PARTY, SECRET, allowed={key.id: []}, verified=False), **lies)
    del answer["user_handle"]
    return rules.check_use(PARTY, secret, public_key=new.public_key, **answer)


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256"])
def test_a_passkey_of_each_algorithm_proves_itself(algorithm: str) -> None:
    key = Authenticator(algorithm=algorithm)
    new = made(key)
    assert new == NewPasskey(
        credential_id=key.id, public_key=new.public_key, sign_count=0, synced=False, backed_up=False
    )
    assert used(key, new) == Use(sign_count=1, backed_up=False, verified=True)


def test_an_algorithm_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(NotProved, match="alg"):
        made(Authenticator(algorithm="ES384"))


def test_a_synced_passkey_says_so_and_counts_nothing() -> None:
    key = Authenticator(synced=True, counter=None)
    new = made(key)
    assert (new.synced, new.backed_up) == (True, True)
    assert used(key, new).sign_count == 0


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"origin": "https://guanxi.example.net"}, "origin"),
        ({"origin": "http://localhost:8001"}, "origin"),
        ({"rp_id": "example.net"}, "RP ID"),
        ({"type": "webauthn.get"}, "type"),
        ({"fmt": "tpm"}, "attestation"),
        ({"credential_id": "YWJjZGVmZ2g"}, "id"),
    ],
)
def test_a_passkey_made_for_something_else_is_refused(lie: dict[str, str], why: str) -> None:
    with pytest.raises(NotProved, match=why):
        made(Authenticator(), **lie)


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"origin": "http://127.0.0.1:8000"}, "origin"),
        ({"rp_id": "127.0.0.1"}, "RP ID"),
        ({"type": "webauthn.create"}, "type"),
    ],
)
def test_an_answer_given_to_somebody_else_proves_nothing(lie: dict[str, str], why: str) -> None:
    key = Authenticator()
    new = made(key)
    with pytest.raises(NotProved, match=why):
        used(key, new, **lie)


def test_an_answer_to_another_challenge_proves_nothing() -> None:
    key = Authenticator()
    new = made(key)
    with pytest.raises(NotProved, match="challenge"):
        used(key, new, new_secret())


def test_another_key_proves_nothing() -> None:
    key, other = Authenticator(), Authenticator()
    made(key)
    with pytest.raises(NotProved, match="signature"):
        used(key, made(other))


@pytest.mark.parametrize(
    "junk", ["", "YQ", "AAAA", bytes_to_base64url(cbor2.dumps({"fmt": "none", "authData": 7})), "_" * 999]
)
def test_bytes_that_are_no_passkey_are_refused_without_harm(junk: str) -> None:
    key = Authenticator()
    answer = {**key.make(creation()), "attestation": junk}
    del answer["transports"]
    with pytest.raises(NotProved):
        rules.check_creation(PARTY, SECRET, **answer)
    new = made(key)
    answer = key.use(rules.request_options(PARTY, SECRET, allowed={}, verified=True))
    del answer["user_handle"]
    for name in ("client_data", "authenticator_data", "signature"):
        with pytest.raises(NotProved):
            rules.check_use(PARTY, SECRET, public_key=new.public_key, **{**answer, name: junk})


@pytest.mark.parametrize(
    ("before", "now", "copied"), [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)]
)
def test_a_counter_only_goes_on(before: int, now: int, copied: bool) -> None:
    assert rules.went_back(before, now) is copied


def test_a_browser_is_asked_for_what_the_house_wants() -> None:
    handle = rules.new_user_handle()
    asked = rules.creation_options(
        PARTY, SECRET, user_handle=handle, username="wang", name="王芳", present={"YWJj": ["usb", "telepathy"]}
    )
    assert [each["alg"] for each in asked["pubKeyCredParams"]] == [-7, -8, -257]
    assert (asked["attestation"], asked["rp"]["id"], asked["timeout"]) == ("none", "localhost", 300_000)
    assert asked["excludeCredentials"] == [{"id": "YWJj", "type": "public-key", "transports": ["usb"]}]
    assert base64url_to_bytes(asked["challenge"]).decode() == SECRET
    assert asked["user"]["id"] == handle
    asked = rules.request_options(PARTY, SECRET, allowed={}, verified=True)
    assert (asked["userVerification"], asked["allowCredentials"]) == ("required", [])
    asked = rules.request_options(PARTY, SECRET, allowed={"YWJj": []}, verified=False)
    assert (asked["userVerification"], asked["allowCredentials"][0]["id"]) == ("preferred", "YWJj")


def test_a_user_handle_is_random() -> None:
    assert len({rules.new_user_handle() for _ in range(50)}) == 50
    assert len(base64url_to_bytes(rules.new_user_handle())) == 32


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("AQ", True),
        ("AQI", True),
        ("AQID", True),
        ("AQIDB", False),
        ("A-_9", True),
        ("A+/9", False),
        ("AQ==", False),
        ("", False),
    ],
)
def test_bytes_are_written_as_browsers_write_them(text: str, fits: bool) -> None:
    assert rules.is_base64url(text) is fits


def test_a_passkey_is_reached_in_ways_that_are_known_each_once() -> None:
    assert rules.known_transports(["usb", "internal", "usb", "telepathy"]) == ["internal", "usb"]
    assert rules.known_transports([]) == []


def test_one_has_twenty_passkeys_at_most() -> None:
    assert rules.MOST_PASSKEYS == 20
