"""The way back from the provider is good once, in one browser, for one sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.oidc.domain import oidc
from services.auth.store.models import Staff
from tests.services.auth.oidc.api.asking import answer, begin, last_try, refused
from tests.support.openid import OpenIdProvider


def test_another_state_is_refused(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    back = answer(openid, begin(api))
    refused(api.post("/auth/oidc/complete", {**back, "state": "another"}), "oidc_ended")


def test_another_browser_is_refused(service: ServiceUnderTest, api: Caller, openid: OpenIdProvider) -> None:
    mine, yours = answer(openid, begin(api)), begin(api)
    refused(api.post("/auth/oidc/complete", {**mine, "flow": yours["flow"]}), "oidc_ended")
    refused(api.post("/auth/oidc/complete", {**mine, "flow": "made up"}), "oidc_ended")
    sealed = service.app.extensions["secret_box"].seal("the secret of an authenticator")
    refused(api.post("/auth/oidc/complete", {**mine, "flow": sealed}), "oidc_ended")


def test_the_same_answer_is_good_once(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    back = answer(openid, begin(api))
    assert api.post("/auth/oidc/complete", back).status_code == 201
    asked = len(openid.asked)
    refused(api.post("/auth/oidc/complete", back), "oidc_ended")
    assert len(openid.asked) == asked, "the provider is not even asked"


def test_a_code_of_somebody_elses_sign_in_is_worth_nothing(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    mine, stolen = answer(openid, begin(api)), answer(openid, begin(api))
    got = api.post("/auth/oidc/complete", {**mine, "code": stolen["code"]})
    refused(got, "oidc_refused", reason="exchange", error="invalid_grant")


def test_who_comes_back_after_five_minutes_begins_again(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    now = service_now(service)
    flow = oidc.new_flow(now - oidc.FLOW_LIFETIME - timedelta(seconds=1))
    sealed = service.app.extensions["secret_box"].seal(oidc.write_flow(flow))
    refused(api.post("/auth/oidc/complete", {"flow": sealed, "state": flow.state, "code": "x"}), "oidc_ended")


def service_now(service: ServiceUnderTest) -> Any:
    with service.unit_of_work() as ctx:
        return ctx.now


def test_an_answer_that_does_not_say_who_gives_it_is_refused_where_it_has_to(
    api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    back = answer(openid, begin(api))
    refused(api.post("/auth/oidc/complete", {**back, "issuer": ""}), "oidc_refused", reason="issuer")
    back = answer(openid, begin(api))
    refused(api.post("/auth/oidc/complete", {**back, "issuer": "https://e.example"}), "oidc_refused", reason="issuer")


def test_a_no_of_the_provider_is_a_no(service: ServiceUnderTest, api: Caller, openid: OpenIdProvider) -> None:
    back = answer(openid, begin(api))
    got = api.post("/auth/oidc/complete", {**back, "code": "", "error": "access_denied"})
    refused(got, "oidc_refused", reason="denied", error="access_denied")
    assert last_try(service) == ("", False, "oidc_refused", "oidc")
