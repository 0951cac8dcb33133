"""Who is let in by the provider, and as whom."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Challenge, ProviderLink, Staff
from tests.services.auth.oidc.api.asking import HOME, begin, enter, last_try, refused, sessions_of
from tests.services.auth.people import Hire
from tests.support.openid import OpenIdProvider, Person


def test_somebody_is_let_in_by_the_provider_and_it_is_on_record(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    got = enter(api, openid)
    assert got.status_code == 201, got.json
    assert Caller(api.client, api.actor, got.json["access_token"]).get("/me").json["username"] == "wang"
    assert api.post("/auth/sessions/token", {"session": got.json["session"]}).status_code == 200
    assert got.json["sign_out_address"].startswith(f"{openid.issuer}/sign-out?client_id=guanxi&")
    assert last_try(service) == ("wang", True, "", "oidc")
    with service.unit_of_work() as ctx:
        link = ctx.session.scalars(select(ProviderLink)).one()
        assert (link.staff_id, link.issuer, link.subject) == (wang.id, openid.issuer, "s-1")
        noted = ctx.session.scalars(select(Change).where(Change.action == "provider_linked")).one()
        assert (noted.record_id, noted.fields["subject"]) == (wang.id, [None, "s-1"])


def test_what_is_asked_for_is_a_code_with_state_nonce_and_a_challenge(api: Caller, openid: OpenIdProvider) -> None:
    address = begin(api)["address"]
    assert address.startswith(f"{openid.issuer}/authorize?response_type=code&client_id=guanxi&")
    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256", "scope=openid+profile"):
        assert part in address
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fsign-in%2Foidc%2Fcallback" in address


def test_who_only_begins_leaves_no_row_behind(service: ServiceUnderTest, api: Caller) -> None:
    begin(api)
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(Challenge)) == 0


def test_a_secret_of_the_client_goes_in_the_way_the_provider_wants(
    api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    openid.register(f"{HOME}/sign-in/oidc/callback", auth_method="client_secret_post")
    openid.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert enter(api, openid).status_code == 201


def test_later_only_the_link_counts(api: Caller, openid: OpenIdProvider, wang: Staff, hire: Hire) -> None:
    enter(api, openid)
    hire("li", "李四")
    openid.person = Person("s-1", "li")
    assert enter(api, openid).json["staff"]["username"] == "wang"


def test_somebody_else_of_the_same_name_there_does_not_get_the_account(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    enter(api, openid)
    openid.person = Person("s-2", "wang")
    refused(enter(api, openid), "oidc_other_account")
    assert last_try(service) == ("wang", False, "oidc_other_account", "oidc")


@pytest.mark.parametrize("username", ["nobody.here", None, "not a name!", ""])
def test_who_is_unknown_here_gets_no_account(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, username: str | None
) -> None:
    openid.person = Person("s-9", username)
    refused(enter(api, openid), "oidc_unknown_account")
    assert last_try(service)[1:] == (False, "oidc_unknown_account", "oidc")
    assert sessions_of(service) == 0


def test_a_disabled_person_hears_what_a_wrong_password_hears(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    enter(api, openid)
    assert admin.post(f"/staff/{wang.id}/disable", version=1).status_code == 200
    got = enter(api, openid)
    wrong = api.post("/auth/sessions", {"username": "wang", "password": "wrong-password-1"})
    assert (got.status_code, got.json) == (wrong.status_code, wrong.json)
    assert sessions_of(service) == 1


def test_a_name_is_one_however_the_provider_writes_it(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.person = Person("s-1", "WANG")
    assert enter(api, openid).status_code == 201


def test_what_the_id_token_leaves_out_is_asked_for(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.in_userinfo = ("preferred_username",)
    assert enter(api, openid).status_code == 201


def test_what_is_said_about_somebody_else_is_not_believed(api: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.in_userinfo = ("preferred_username",)
    openid.instead["/userinfo"] = lambda: {"sub": "s-2", "preferred_username": "wang"}
    refused(enter(api, openid), "oidc_refused", reason="userinfo")
