"""Providers that are down, slow, or somebody else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import redirect

from chassis.settings import SettingsError
from chassis.testing.service import Caller, Keys, ServiceUnderTest
from services.auth.app import create_app
from services.auth.oidc import provider as providers
from services.auth.store.models import Staff
from tests.services.auth.oidc.api.asking import answer, begin, enter, last_try, refused
from tests.support.openid import OpenIdProvider, garbage, slow


def test_a_provider_of_another_name_is_not_the_one(api: Caller, openid: OpenIdProvider) -> None:
    openid.document["issuer"] = "https://evil.example"
    refused(api.post("/auth/oidc/begin"), "oidc_unavailable", reason="other_issuer")


@pytest.mark.parametrize("address", ["http://evil.example/token", "ftp://x", "javascript:alert(1)", 7])
def test_a_provider_that_sends_us_in_the_clear_is_not_used(
    api: Caller, openid: OpenIdProvider, address: object
) -> None:
    openid.document["token_endpoint"] = address
    refused(api.post("/auth/oidc/begin"), "oidc_unavailable", reason="garbage")


def test_garbage_is_no_answer(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.instead["/.well-known/openid-configuration"] = garbage()
    refused(api.post("/auth/oidc/begin"), "oidc_unavailable", reason="garbage")


@pytest.mark.parametrize(
    "answered", [garbage(), garbage(status=502), garbage("[1]"), garbage("{"), garbage("x" * 10**6)]
)
def test_garbage_instead_of_a_token_lets_nobody_in(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, answered: Callable[[], Any]
) -> None:
    openid.instead["/token"] = answered
    refused(enter(api, openid), "oidc_unavailable")
    assert last_try(service) == ("", False, "oidc_unavailable", "oidc")


def test_no_other_address_is_followed(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.instead["/keys"] = lambda: redirect("/elsewhere")
    refused(enter(api, openid), "oidc_unavailable", reason="garbage")
    assert "/elsewhere" not in openid.asked


def test_a_provider_that_is_down_is_said_to_be_and_left_alone_for_a_moment(
    nobody: Caller, trusting: Callable[..., None], openid: OpenIdProvider
) -> None:
    trusting()
    openid.close()
    began = time.monotonic()
    for _ in range(5):
        refused(nobody.post("/auth/oidc/begin"), "oidc_unavailable", reason="no_answer")
    assert time.monotonic() - began < 2


def test_a_provider_that_drips_is_not_waited_for(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "WHOLE_SECONDS", 0.5)
    openid.instead["/token"] = slow(20)
    back = answer(openid, begin(api))
    began = time.monotonic()
    refused(api.post("/auth/oidc/complete", back), "oidc_unavailable", reason="no_answer")
    assert time.monotonic() - began < 5


def test_a_provider_that_drips_keeps_no_more_than_a_few_waiting(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "WHOLE_SECONDS", 3.0)
    openid.instead["/.well-known/openid-configuration"] = slow(20)

    def ask(_: int) -> tuple[float, str]:
        began = time.monotonic()
        got = service.app.test_client().post("/v1/auth/oidc/begin")
        return time.monotonic() - began, got.json["detail"]["reason"]  # type: ignore[index]

    with ThreadPoolExecutor(8) as threads:
        heard = list(threads.map(ask, range(8)))
    assert Counter(reason for _, reason in heard) == {"busy": 4, "no_answer": 4}
    assert max(seconds for seconds, reason in heard if reason == "busy") < 2


def test_no_transaction_is_open_while_the_provider_is_asked(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    seen: list[int] = []

    def look() -> Any:
        seen.append(service.engine.pool.checkedout())  # type: ignore[attr-defined]
        return garbage()()

    openid.instead["/token"] = look
    enter(api, openid)
    assert seen == [0]


def test_without_a_provider_there_is_nothing_to_begin(nobody: Caller) -> None:
    refused(nobody.post("/auth/oidc/begin"), "oidc_not_set_up")
    refused(nobody.post("/auth/oidc/complete", {"flow": "x", "state": "x"}), "oidc_not_set_up")


@pytest.mark.parametrize(
    "wrong", [{"oidc_issuer": "http://sso.example.com"}, {"oidc_client_id": ""}, {"oidc_scopes": "profile"}]
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    service: ServiceUnderTest, keys: Keys, wrong: dict[str, str]
) -> None:
    right = {"oidc_issuer": "https://sso.example.com", "oidc_client_id": "guanxi"}
    settings = replace(service.app.extensions["settings"], **{**right, **wrong})
    with pytest.raises(SettingsError, match="OIDC"):
        create_app(settings, service.engine)
