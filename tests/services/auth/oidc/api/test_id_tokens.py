"""Which ID tokens are believed."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff
from tests.services.auth.oidc.api.asking import enter, last_try, refused, sessions_of
from tests.support.openid import CLIENT, OpenIdProvider

BENT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "nonce": (lambda claims: claims.update(nonce="another"), "nonce"),
    "no nonce": (lambda claims: claims.pop("nonce"), "nonce"),
    "audience": (lambda claims: claims.update(aud="somebody-else"), "aud"),
    "several audiences and no party": (lambda claims: claims.update(aud=[CLIENT, "other"]), "azp"),
    "another party": (lambda claims: claims.update(azp="other"), "azp"),
    "issuer": (lambda claims: claims.update(iss="https://evil.example"), "iss"),
    "expired": (lambda claims: claims.update(exp=int(time.time()) - 61), "expired"),
    "no end": (lambda claims: claims.pop("exp"), "exp"),
    "from the future": (lambda claims: claims.update(iat=int(time.time()) + 3600), "iat"),
    "access token": (lambda claims: claims.update(at_hash="bm90IHRoaXM"), "at_hash"),
    "no subject": (lambda claims: claims.pop("sub"), "sub"),
    "a subject that is none": (lambda claims: claims.update(sub=["s-1"]), "sub"),
}


@pytest.mark.parametrize("bent", BENT)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, bent: str
) -> None:
    openid.bend, reason = BENT[bent]
    refused(enter(api, openid), "oidc_refused", reason=reason)
    assert last_try(service) == ("", False, "oidc_refused", "oidc")
    assert sessions_of(service) == 0


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{b64(json.dumps({**header, 'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."


def test_an_unsigned_id_token_is_refused(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.forge = unsigned
    refused(enter(api, openid), "oidc_refused", reason="algorithm")


def test_a_public_key_is_no_shared_secret(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    secret = openid.keys["first"].as_pem(private=False)  # type: ignore[union-attr]

    def signed(header: dict[str, Any], claims: dict[str, Any]) -> str:
        said = f"{b64(json.dumps({**header, 'alg': 'HS256'}).encode())}.{b64(json.dumps(claims).encode())}"
        return f"{said}.{b64(hmac.digest(secret, said.encode(), 'sha256'))}"

    openid.forge = signed
    refused(enter(api, openid), "oidc_refused", reason="algorithm")


def test_a_bent_signature_is_refused(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.keys["first"], kept = openid.keys["second"], openid.keys["first"]
    openid.signing = "second"
    openid.forge = lambda header, claims: unsigned(header, claims).rpartition(".")[0] + "." + b64(b"x" * 256)
    refused(enter(api, openid), "oidc_refused", reason="algorithm")
    openid.keys["first"] = kept
    openid.signing = "first"
    openid.forge = lambda header, claims: (
        f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}.{b64(b'x' * 256)}"
    )
    refused(enter(api, openid), "oidc_refused", reason="signature")


def test_a_key_that_the_provider_does_not_publish_is_refused(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.signing = "third"
    refused(enter(api, openid), "oidc_refused", reason="unknown_key")
    before = openid.asked.count("/keys")
    refused(enter(api, openid), "oidc_refused", reason="unknown_key")
    assert openid.asked.count("/keys") == before, "whoever makes up keys does not make us ask for ever"


def test_a_new_key_of_the_provider_is_learnt_without_a_restart(
    api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    assert enter(api, openid).status_code == 201
    openid.published, openid.signing = ["third", "first"], "third"
    assert enter(api, openid).status_code == 201


def test_what_is_no_token_is_refused(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    for text_of in ("", "x", "x.y.z", "ÿ" * 10):
        openid.forge = lambda header, claims, text_of=text_of: text_of  # type: ignore[misc]
        refused(enter(api, openid), "oidc_refused")
