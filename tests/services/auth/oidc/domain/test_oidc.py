"""What of a provider's answers is believed, and which roles follow from groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.auth.oidc.domain.oidc import (
    FLOW_LIFETIME,
    GroupRole,
    OidcEnded,
    is_safe_address,
    is_strong,
    new_flow,
    read_flow,
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
