"""What of a provider's answers is believed, and which roles follow from groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.auth.oidc.domain import oidc
from services.auth.oidc.domain.oidc import (
    FLOW_LIFETIME,
    Endpoints,
    GroupRole,
    OidcEnded,
    OidcRefused,
    OidcUnavailable,
    Trust,
    endpoints_of,
    identity_of,
    is_safe_address,
    is_strong,
    lacks_claims,
    new_flow,
    read_flow,
    require_claims,
    require_issuer,
    roles_by_groups,
    write_flow,
)

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://sso.example.com/realms/company", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost/x", True),
        ("http://[::1]/", True),
        ("http://sso.example.com", False),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("ftp://sso.example.com", False),
        ("javascript:alert(1)", False),
        ("//sso.example.com", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_provider_is_asked_with_https_or_on_this_very_machine(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe


@pytest.mark.parametrize(
    ("amr", "strong"),
    [
        (["mfa"], True),
        (["pwd", "otp"], True),
        (["pin", "hwk"], True),
        (["face", "swk"], True),
        (["pwd"], False),
        (["pwd", "pin"], False),
        (["otp", "sms"], False),
        (["hwk"], False),
        ([], False),
        ("mfa", False),
        ([["mfa"]], False),
        (None, False),
    ],
)
def test_two_factors_are_two_kinds_of_proof(amr: object, strong: bool) -> None:
    assert is_strong(amr) is strong


def test_a_flow_is_good_for_five_minutes_and_for_its_own_state() -> None:
    flow = new_flow(NOW)
    written = write_flow(flow)
    assert read_flow(written, state=flow.state, now=NOW) == flow
    assert read_flow(written, state=flow.state, now=NOW + FLOW_LIFETIME - timedelta(seconds=1)) == flow
    for text, state, now in (
        (written, flow.state, NOW + FLOW_LIFETIME),
        (written, flow.state, NOW - timedelta(seconds=1)),
        (written, "ü", NOW),
        (written, flow.state + "x", NOW),
        ("JBSWY3DPEHPK3PXP", flow.state, NOW),
    ):
        with pytest.raises(OidcEnded):
            read_flow(text, state=state, now=now)


def test_each_flow_has_secrets_of_its_own() -> None:
    one, other = new_flow(NOW), new_flow(NOW)
    assert len({one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}) == 6
    assert 43 <= len(one.verifier) <= 128, "as PKCE wants it"


SELLERS = GroupRole(code="sales", groups=frozenset({"sellers", "field"}), active=True)
DESK = GroupRole(code="service", groups=frozenset({"desk"}), active=True)
OLD = GroupRole(code="old", groups=frozenset({"desk"}), active=False)


@pytest.mark.parametrize(
    ("held", "groups", "after"),
    [
        ([], [], []),
        (["auditor"], ["sellers"], ["auditor", "sales"]),
        (["sales"], [], []),
        (["sales", "auditor"], ["field"], ["sales", "auditor"]),
        (["service", "sales"], ["sellers", "field"], ["sales"]),
        (["old"], ["desk"], ["service"]),
        (["auditor"], ["others"], ["auditor"]),
        ([], ["sellers", "desk"], ["sales", "service"]),
    ],
)
def test_groups_give_exactly_the_roles_that_name_them_and_leave_the_others_alone(
    held: list[str], groups: list[str], after: list[str]
) -> None:
    assert roles_by_groups(held, [SELLERS, DESK, OLD], groups) == after


TRUST = Trust(issuer="https://sso.example.com", client_id="guanxi", second_factor=True)
DOCUMENT = {
    "issuer": "https://sso.example.com",
    "authorization_endpoint": "https://sso.example.com/auth",
    "token_endpoint": "https://sso.example.com/token",
    "jwks_uri": "https://sso.example.com/keys",
}


def endpoints(secret: bool = True, **document: Any) -> Endpoints:
    return endpoints_of({**DOCUMENT, **document}, TRUST.issuer, secret=secret)


def test_a_provider_may_leave_out_what_can_be_done_without() -> None:
    found = endpoints()
    assert (found.authorization, found.token, found.keys) == tuple(DOCUMENT.values())[1:]
    assert (found.userinfo, found.end_session, found.says_issuer) == ("", "", False)
    more = endpoints(
        userinfo_endpoint="https://sso.example.com/me",
        end_session_endpoint="https://sso.example.com/out",
        authorization_response_iss_parameter_supported=True,
    )
    assert (more.userinfo, more.end_session) == ("https://sso.example.com/me", "https://sso.example.com/out")
    assert more.says_issuer
    assert not endpoints(authorization_response_iss_parameter_supported="true").says_issuer


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"issuer": "https://other.example.com"}, "other_issuer"),
        ({"issuer": None}, "other_issuer"),
        ({"token_endpoint": ""}, "garbage"),
        ({"jwks_uri": None}, "garbage"),
        ({"authorization_endpoint": "http://sso.example.com/auth"}, "garbage"),
        ({"userinfo_endpoint": "http://sso.example.com/me"}, "garbage"),
        ({"end_session_endpoint": ["https://sso.example.com/out"]}, "garbage"),
    ],
)
def test_a_provider_that_is_another_or_says_nonsense_is_not_used(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(OidcUnavailable) as refused:
        endpoints(**change)
    assert refused.value.detail == {"reason": reason}


@pytest.mark.parametrize(
    ("secret", "supported", "way"),
    [
        (False, ["client_secret_basic"], "none"),
        (True, None, "client_secret_basic"),
        (True, "client_secret_post", "client_secret_basic"),
        (True, ["client_secret_post"], "client_secret_post"),
        (True, ["client_secret_post", "client_secret_basic"], "client_secret_basic"),
        (True, ["private_key_jwt"], "client_secret_basic"),
    ],
)
def test_the_exchange_is_signed_the_usual_way_unless_only_the_other_is_understood(
    secret: bool, supported: Any, way: str
) -> None:
    assert endpoints(secret, token_endpoint_auth_methods_supported=supported).client_auth == way


@pytest.mark.parametrize(
    ("given", "says", "good"),
    [
        ("https://sso.example.com", True, True),
        ("https://sso.example.com", False, True),
        ("", False, True),
        ("", True, False),
        ("https://other.example.com", False, False),
    ],
)
def test_who_answers_is_who_was_asked(given: str, says: bool, good: bool) -> None:
    known = endpoints(authorization_response_iss_parameter_supported=says)
    if good:
        require_issuer(given, known, TRUST)
    else:
        with pytest.raises(OidcRefused):
            require_issuer(given, known, TRUST)


def claims(**more: Any) -> dict[str, Any]:
    usual = {"iss": TRUST.issuer, "aud": "guanxi", "sub": "s-1", "nonce": "n", "iat": int(NOW.timestamp()) - 5}
    return {**usual, "exp": int(NOW.timestamp()) + 60, **more}


def refusal(**more: Any) -> str:
    try:
        require_claims(claims(**more), {"alg": "RS256"}, trust=TRUST, nonce="n", access_token="", now=NOW)
    except OidcRefused as refused:
        return str(refused.detail["reason"])
    return ""


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, ""),
        ({"iss": "https://other.example.com"}, "iss"),
        ({"aud": "others"}, "aud"),
        ({"nonce": "another"}, "nonce"),
        ({"sub": None}, "sub"),
        ({"sub": "s" * 255}, ""),
        ({"sub": "s" * 256}, "sub"),
        ({"sub": 7}, "sub"),
        ({"exp": int(NOW.timestamp()) - 59}, ""),
        ({"exp": int(NOW.timestamp()) - 61}, "expired"),
        ({"nbf": int(NOW.timestamp()) + 59}, ""),
        ({"nbf": int(NOW.timestamp()) + 61}, "nbf"),
        ({"exp": "soon"}, "exp"),
    ],
)
def test_an_id_token_is_believed_only_as_far_as_it_goes(more: dict[str, Any], reason: str) -> None:
    assert refusal(**more) == reason


def test_what_an_id_token_leaves_out_is_asked_for() -> None:
    assert lacks_claims({}, TRUST)
    assert lacks_claims({"preferred_username": "wang"}, TRUST)
    assert lacks_claims({"groups": []}, TRUST)
    assert not lacks_claims({"preferred_username": "wang", "groups": []}, TRUST)


@pytest.mark.parametrize(
    ("named", "groups"),
    [
        ("sellers", ("sellers",)),
        (["a", "b", "a", 7], ("a", "b")),
        (("a",), ("a",)),
        ({"a": 1}, ()),
        (None, ()),
    ],
)
def test_groups_are_texts_each_once(named: Any, groups: tuple[str, ...]) -> None:
    assert identity_of({"sub": "s", "groups": named}, TRUST).groups == groups


def test_somebody_is_who_the_provider_says_and_strong_only_if_that_is_believed() -> None:
    said = {"sub": "s", "preferred_username": "wang", "amr": ["mfa"]}
    found = identity_of(said, TRUST)
    assert (found.issuer, found.subject, found.username, found.groups, found.strong) == (
        TRUST.issuer, "s", "wang", (), True,
    )  # fmt: skip
    trusting_less = Trust(issuer=TRUST.issuer, client_id="guanxi")
    assert not identity_of(said, trusting_less).strong
    assert not identity_of({"sub": "s", "amr": ["pwd"]}, TRUST).strong
    assert identity_of({"sub": "s", "preferred_username": 7}, TRUST).username == ""


def test_groups_that_were_left_out_because_they_are_too_many_are_not_guessed() -> None:
    with pytest.raises(OidcRefused) as refused:
        identity_of({"sub": "s", "_claim_names": {"groups": "src1"}}, TRUST)
    assert refused.value.detail == {"reason": "groups_left_out"}
    assert identity_of({"sub": "s", "_claim_names": {"address": "src1"}}, TRUST).groups == ()


def test_these_are_the_limits_of_a_sign_in_through_a_provider() -> None:
    assert (timedelta(minutes=5), 60, 255) == (oidc.FLOW_LIFETIME, oidc.LEEWAY_SECONDS, oidc.LONGEST_SUBJECT)
    assert {f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)} == set(oidc.ALGORITHMS)
